-- Drives the server by Neovim's own client: nvim --headless -u NONE -l neovim.lua, with MODE (the plugin), FOLDER,
-- OBSERVED and STEPS in the environment. What it saw goes into OBSERVED as JSON; tests/editors/test_clients.py judges.

local plugin, folder, observed_path = vim.env.MODE, vim.env.FOLDER, vim.env.OBSERVED
vim.opt.runtimepath:prepend(plugin)
vim.cmd("filetype plugin on")
vim.cmd("runtime! ftdetect/assay.lua plugin/assay.lua")

local seen = { notices = {} }
vim.notify = function(text)
  table.insert(seen.notices, text)
end

local function wait(what, ready, ms)
  if not vim.wait(ms or 600000, ready, 5) then
    error("waited in vain for " .. what)
  end
end

local function open(name)
  vim.cmd.edit(vim.fs.joinpath(folder, name))
  local buffer = vim.api.nvim_get_current_buf()
  wait("the server", function()
    return #vim.lsp.get_clients({ bufnr = buffer, name = "assay" }) > 0
      and vim.lsp.get_clients({ bufnr = buffer, name = "assay" })[1].initialized
  end)
  return buffer, vim.lsp.get_clients({ bufnr = buffer, name = "assay" })[1]
end

local function text(buffer)
  local lines = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n")
  return vim.bo[buffer].eol and lines .. "\n" or lines
end

local function ask(client, buffer, method, params)
  local answer = client:request_sync(method, params, 600000, buffer)
  assert(answer, "no answer to " .. method)
  assert(not answer.err, vim.inspect(answer.err))
  return answer.result
end

-- Puts the cursor on the first place of a text.
local function go(buffer, wanted, into)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local column = line:find(wanted, 1, true)
    if column then
      vim.api.nvim_win_set_cursor(0, { number, column - 1 + (into or 0) })
      return
    end
  end
  error("nowhere: " .. wanted)
end

local function here(client)
  return vim.lsp.util.make_position_params(0, client.offset_encoding)
end

local function findings(buffer)
  local found = {}
  for _, each in ipairs(vim.diagnostic.get(buffer)) do
    local line = vim.api.nvim_buf_get_lines(buffer, each.lnum, each.lnum + 1, false)[1] or ""
    table.insert(found, { code = each.code, line = each.lnum, text = line:sub(each.col + 1, each.end_col) })
  end
  table.sort(found, function(a, b)
    return a.line < b.line
  end)
  return found
end

local function wait_findings(buffer, count)
  wait(count .. " findings, not " .. vim.inspect(findings(buffer)), function()
    return #vim.diagnostic.get(buffer) == count
  end)
  return findings(buffer)
end

local step = {}

function step.diagnostics(buffer, client)
  seen.encoding = client.offset_encoding
  seen.filetype = vim.bo[buffer].filetype
  seen.findings = wait_findings(buffer, 2)
  -- The same findings once, not pulled and pushed side by side.
  vim.wait(300)
  seen.findings_later = findings(buffer)
end

function step.code_action(buffer, client)
  go(buffer, "contry")
  local actions = {}
  vim.ui.select = function(items, options, choose)
    for _, item in ipairs(items) do
      table.insert(actions, (options.format_item or tostring)(item))
    end
    choose(items[1], 1)
  end
  seen.actions = actions
  vim.lsp.buf.code_action({
    filter = function(action)
      table.insert(actions, action.title)
      return action.title:find("country") ~= nil
    end,
    apply = true,
  })
  wait("the fix", function()
    return text(buffer):find("contry") == nil
  end)
  seen.after_fix = wait_findings(buffer, 1)
end

function step.hover(buffer, client)
  go(buffer, "employees >= 200")
  local answer = ask(client, buffer, "textDocument/hover", here(client))
  seen.hover = answer and answer.contents.value
end

function step.completion(buffer, client)
  local last = vim.api.nvim_buf_line_count(buffer)
  vim.api.nvim_buf_set_lines(buffer, last, last, false, { "when emp" })
  vim.api.nvim_win_set_cursor(0, { last + 1, 8 })
  local answer = ask(client, buffer, "textDocument/completion", here(client))
  local labels = {}
  for _, item in ipairs(answer.items or answer) do
    table.insert(labels, item.label)
  end
  seen.completion = labels
  vim.api.nvim_buf_set_lines(buffer, last, last + 1, false, {})
end

function step.rename(buffer, client)
  go(buffer, "big_company", 2)
  vim.lsp.buf.rename("large")
  wait("the new name", function()
    return text(buffer):find("big_company") == nil
  end)
  seen.renamed = text(buffer)
  local other = vim.fn.bufnr(vim.fs.joinpath(folder, "second.assay"))
  seen.renamed_elsewhere = other > 0 and vim.fn.bufloaded(other) == 1 and text(other) or "not loaded"
end

function step.format(buffer, client)
  vim.api.nvim_buf_set_lines(buffer, 0, 0, false, { "when    employees>=10   add   1" })
  vim.lsp.buf.format({ bufnr = buffer, timeout_ms = 600000 })
  seen.formatted = text(buffer)
end

function step.symbols(buffer, client)
  local answer = ask(client, buffer, "textDocument/documentSymbol", { textDocument = vim.lsp.util.make_text_document_params() })
  seen.symbols = vim.tbl_map(function(symbol)
    return symbol.name
  end, answer)
end

function step.tokens(buffer, client)
  wait("semantic tokens", function()
    return #(vim.lsp.semantic_tokens.get_at_pos(buffer, 0, 0) or {}) > 0
  end)
  seen.token = vim.lsp.semantic_tokens.get_at_pos(buffer, 0, 0)[1].type
end

function step.lenses(buffer, client)
  local answer = ask(client, buffer, "textDocument/codeLens", { textDocument = vim.lsp.util.make_text_document_params() })
  seen.lenses = vim.tbl_map(function(lens)
    return lens.command and lens.command.title or "unresolved"
  end, answer)
end

-- Edits at random, some as a person types, some as plugins write; then both sides say what they have.
local PIECES = {
  "x", " ", "\n", '"', "🦊", "é", "\u{2028}", "\u{85}", "\f", "\v", "{", "}", "when a > 1 add 2\n", "# 🦊🦊\n\n", "",
  "\tgroup g {", "ﷺ", "e\u{301}", "👩‍👩‍👧", "let x = [1,\n  2]\n",
}

local function any_place(buffer)
  local row = math.random(0, vim.api.nvim_buf_line_count(buffer) - 1)
  local line = vim.api.nvim_buf_get_lines(buffer, row, row + 1, false)[1]
  local starts = vim.str_utf_pos(line)
  table.insert(starts, #line + 1)
  local at = math.random(#starts)
  return row, starts[at] - 1, starts[math.min(at + math.random(0, 4), #starts)] - 1
end

local turns = {
  function(buffer)
    local row, from, to = any_place(buffer)
    vim.api.nvim_buf_set_text(buffer, row, from, row, to, vim.split(PIECES[math.random(#PIECES)], "\n"))
  end,
  function(buffer)
    local row, from = any_place(buffer)
    if row + 1 < vim.api.nvim_buf_line_count(buffer) then
      vim.api.nvim_buf_set_text(buffer, row, from, row + 1, 0, vim.split(PIECES[math.random(#PIECES)], "\n"))
    end
  end,
  function(buffer)
    local row, from = any_place(buffer)
    vim.api.nvim_win_set_cursor(0, { row + 1, from })
    local keys = ({ "yyp", "ddp", "J", "ia🦊<Esc>", "O# é<Esc>", "xP", ">>" })[math.random(7)]
    vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes(keys, true, false, true), "xt", false)
  end,
  function()
    vim.cmd("silent! undo")
  end,
  function()
    vim.cmd("silent! redo")
  end,
}
local DICE = { 1, 1, 1, 2, 3, 3, 3, 4, 5 }

function step.storm(buffer, client)
  math.randomseed(11)
  local differences, changed = {}, 0
  local function compare(after)
    local answer = ask(client, buffer, "assay/text", { textDocument = vim.lsp.util.make_text_document_params() })
    if answer.text ~= text(buffer) then
      table.insert(differences, { after = after, editor = text(buffer), server = answer.text })
    end
  end
  for turn = 1, 400 do
    local before = vim.api.nvim_buf_get_changedtick(buffer)
    turns[DICE[math.random(#DICE)]](buffer)
    changed = changed + (vim.api.nvim_buf_get_changedtick(buffer) > before and 1 or 0)
    if turn % 20 == 0 then
      compare(turn)
    end
  end
  seen.storm = { differences = differences, changed = changed, length = #text(buffer) }
end

local function main()
  local buffer, client = open("first.assay")
  for _, name in ipairs(vim.split(vim.env.STEPS, " ")) do
    local fine, problem = xpcall(step[name], debug.traceback, buffer, client)
    seen[name .. "_problem"] = not fine and problem or nil
  end
  client:stop()
  wait("the server's end", function()
    return client:is_stopped()
  end)
  seen.ended = true
end

local fine, problem = xpcall(main, debug.traceback)
seen.problem = not fine and problem or nil
local file = assert(io.open(observed_path, "w"))
file:write(vim.json.encode(seen))
file:close()
os.exit(fine and 0 or 1)
