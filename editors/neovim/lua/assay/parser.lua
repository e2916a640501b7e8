-- Compiles the tree-sitter parser that lies beside this plugin, with the machine's C compiler.

local M = {}

local function sources()
  local here = debug.getinfo(1, "S").source:sub(2)
  local editors = vim.fn.fnamemodify(here, ":p:h:h:h:h")
  return vim.fs.joinpath(editors, "tree-sitter-assay", "src")
end

--- Writes the parser where Neovim looks for it; the path of what it wrote, or nil and why not.
function M.install()
  local from = sources()
  local folder = vim.fs.joinpath(vim.fn.stdpath("data"), "site", "parser")
  vim.fn.mkdir(folder, "p")
  local parser = vim.fs.joinpath(folder, "assay.so")
  local compiler = vim.env.CC or "cc"
  local command = { compiler, "-O2", "-std=c11", "-shared", "-fPIC", "-I", from, "-o", parser }
  vim.list_extend(command, { from .. "/parser.c", from .. "/scanner.c" })
  local done = vim.system(command, { text = true }):wait()
  if done.code ~= 0 then
    vim.notify("The parser of Assay did not compile: " .. done.stderr, vim.log.levels.ERROR)
    return nil, done.stderr
  end
  vim.notify("The parser of Assay is in " .. parser .. "; open a rule file anew.")
  return parser
end

return M
