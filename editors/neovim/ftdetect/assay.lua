vim.filetype.add({ extension = { assay = "assay" } })
