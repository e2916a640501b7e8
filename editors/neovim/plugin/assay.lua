if vim.g.loaded_assay then
  return
end
vim.g.loaded_assay = true

require("assay").enable()

vim.api.nvim_create_user_command("AssayInstallParser", function()
  require("assay.parser").install()
end, { desc = "Compile the tree-sitter parser of Assay" })
