local bo = vim.bo
bo.commentstring = "# %s"
bo.comments = ":#"
bo.expandtab = true
bo.shiftwidth = 2
bo.softtabstop = 2
bo.suffixesadd = ".assay,.txt"

-- Colours by tree-sitter where its parser is installed (see `:AssayInstallParser`), else by syntax/assay.vim.
if pcall(vim.treesitter.start, 0, "assay") then
  vim.wo[0][0].foldexpr = "v:lua.vim.treesitter.foldexpr()"
end

vim.b.undo_ftplugin = "setlocal commentstring< comments< expandtab< shiftwidth< softtabstop< suffixesadd< foldexpr<"
