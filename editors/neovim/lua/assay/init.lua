-- Starts `assay lsp` for rule files.
--
--   require("assay").setup({ settings = { data = "leads.csv" } })    -- only where defaults do not fit

local M = {}

local options = {
  cmd = nil, -- the program; nil: that of the folder's .venv, else the one on the PATH
  settings = {}, -- data, activities, outcome, won: see [tool.assay]
  code_lens = true, -- show lenses, and keep them fresh
}

local ROOTS = { "pyproject.toml", ".git" }

local function in_venv(root)
  local program = root and vim.fs.joinpath(root, ".venv", vim.fn.has("win32") == 1 and "Scripts/assay.exe" or "bin/assay")
  return program and vim.uv.fs_stat(program) and program or nil
end

--- The command that starts the server for a folder.
function M.cmd(root)
  local program = options.cmd or in_venv(root) or "assay"
  return type(program) == "table" and program or { program, "lsp" }
end

--- The folder of a file's rules: the project it is in, else where it is.
function M.root(path)
  return vim.fs.root(path, ROOTS) or vim.fs.dirname(path)
end

--- The table that `vim.lsp.config` takes.
function M.config()
  return {
    cmd = function(dispatchers, config)
      local root = config and config.root_dir
      return vim.lsp.rpc.start(M.cmd(root), dispatchers, { cwd = root })
    end,
    filetypes = { "assay" },
    root_dir = function(buffer, ready)
      ready(M.root(vim.api.nvim_buf_get_name(buffer)))
    end,
    settings = { assay = options.settings },
    on_attach = M.on_attach,
  }
end

--- Keeps the lenses of a buffer fresh.
function M.on_attach(client, buffer)
  if not options.code_lens or not client.server_capabilities.codeLensProvider then
    return
  end
  vim.api.nvim_create_autocmd({ "BufEnter", "CursorHold", "InsertLeave" }, {
    group = vim.api.nvim_create_augroup("assay_lenses_" .. buffer, {}),
    buffer = buffer,
    callback = function()
      vim.lsp.codelens.refresh({ bufnr = buffer })
    end,
  })
  vim.lsp.codelens.refresh({ bufnr = buffer })
end

-- Before 0.11 there is no `vim.lsp.config`: a server is started for each file, and those of one folder share it.
local function start(buffer)
  local root = M.root(vim.api.nvim_buf_get_name(buffer))
  vim.lsp.start({
    name = "assay",
    cmd = M.cmd(root),
    cmd_cwd = root,
    root_dir = root,
    settings = { assay = options.settings },
    on_attach = M.on_attach,
  }, { bufnr = buffer })
end

--- Starts the server with every rule file from now on.
function M.enable()
  if vim.lsp.config then
    vim.lsp.enable("assay")
    return
  end
  vim.api.nvim_create_autocmd("FileType", {
    group = vim.api.nvim_create_augroup("assay", {}),
    pattern = "assay",
    callback = function(event)
      start(event.buf)
    end,
  })
end

--- Lays options over the defaults. Call it before a rule file is opened.
function M.setup(given)
  options = vim.tbl_deep_extend("force", options, given or {})
  if vim.lsp.config then
    vim.lsp.config("assay", M.config())
  end
end

return M
