;;; assay-mode.el --- Rules for lead qualification  -*- lexical-binding: t; -*-

;; Author: The Assay authors
;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1"))
;; Keywords: languages
;; SPDX-License-Identifier: MIT

;;; Commentary:

;; A major mode for files that end in .assay: colours, indentation, imenu,
;; findings of `assay check' in compilation buffers.  With eglot, which comes
;; with Emacs 29 and as a package for 28, `M-x eglot' starts `assay lsp'.

;;; Code:

(require 'compile)
(require 'seq)

(defgroup assay nil
  "Rules for lead qualification."
  :group 'languages
  :prefix "assay-")

(defcustom assay-program "assay"
  "The program; one in the `.venv' of the project goes before it."
  :type 'string)

(defcustom assay-indent 2
  "How many blanks the rules of a block are indented by."
  :type 'natnum
  :safe #'natnump)

(defcustom assay-data nil
  "A file of leads, from the folder: completion and lenses read it."
  :type '(choice (const nil) string)
  :safe #'string-or-null-p)

(defcustom assay-activities nil
  "A file of activities that belong to the leads of `assay-data'."
  :type '(choice (const nil) string)
  :safe #'string-or-null-p)

;; generated: words of the language, by `python -m tests.editors.generate`
(defconst assay-mode--keywords
  '("activity" "add" "after" "ago" "always" "as" "at" "because" "best" "by" "compounding"
    "disqualify" "each" "every" "exact" "exactly" "example" "exclude" "expect" "expiring"
    "fading" "first" "format" "from" "grade" "group" "halving" "if" "ignore" "is" "key" "lead"
    "least" "less" "let" "losing" "match" "max" "min" "model" "more" "most" "never" "of" "off"
    "once" "otherwise" "over" "owner" "per" "promote" "review" "route" "since" "split" "stage"
    "starting" "sticky" "subtract" "times" "timezone" "to" "total" "under" "until" "use"
    "weight" "when" "where" "with" "within"))
(defconst assay-mode--clauses
  '("after" "as" "at" "because" "compounding" "every" "exactly" "expiring" "fading" "halving"
    "least" "losing" "max" "min" "most" "off" "once" "owner" "review" "starting" "times"
    "until" "weight" "within"))
(defconst assay-mode--operators
  '("and" "contains" "ends" "implies" "in" "matches" "mentions" "not" "or" "starts"))
(defconst assay-mode--types
  '("boolean" "date" "integer" "list" "number" "one" "text" "time"))
(defconst assay-mode--units
  '("day" "days" "hour" "hours" "minute" "minutes" "month" "quarter" "week" "weeks"))
(defconst assay-mode--constants
  '("false" "known" "missing" "true"))
(defconst assay-mode--results
  '("disqualified" "route" "score" "stage"))
(defconst assay-mode--functions
  '("abs" "any" "average" "count" "days_since" "days_until" "distinct" "domain" "first"
    "highest" "last" "length" "lower" "lowest" "max" "min" "none" "round" "since" "sum"
    "weeks_since" "whole"))
(defconst assay-mode--reserved
  '("add" "always" "and" "because" "contains" "disqualify" "each" "exclude" "expect" "false"
    "if" "implies" "in" "is" "let" "matches" "mentions" "missing" "never" "not" "or"
    "otherwise" "per" "promote" "subtract" "true" "when" "within"))
;; end

(defvar assay-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\r ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\\ "\\" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?' "." table)
    (dolist (sign '(?= ?! ?< ?> ?+ ?- ?* ?/ ?% ?, ?:))
      (modify-syntax-entry sign "." table))
    table)
  "Texts, comments and brackets of rules.")

(defconst assay-mode--name "\\(?:[[:alpha:]_][[:alnum:]_]*\\|`[^`\n]*`\\)")

(defconst assay-mode--after-name
  (concat "[[:space:]]*\\(?:[=!<>+*/,:]\\|\\]\\|)\\|-[[:space:]]"
          "\\|\\_<" (regexp-opt '("is" "in" "not in" "contains" "mentions" "matches" "starts with"
                                  "ends with" "and" "or" "implies"))
          "\\_>\\)")
  "What follows a name and not a keyword.")

(defun assay-mode--soft (words)
  "A matcher for WORDS that are keywords only where no name can stand."
  (let ((pattern (regexp-opt (seq-difference words assay-mode--reserved) 'symbols)))
    (lambda (limit)
      (let (found)
        (while (and (not found) (re-search-forward pattern limit t))
          (setq found (save-match-data (not (looking-at assay-mode--after-name)))))
        found))))

(defconst assay-mode--font-lock
  `(("`[^`\n]*`" . font-lock-variable-name-face)
    (,(concat "^[[:space:]]*\\(let\\|group\\|grade\\|stage\\)[[:space:]]+\\(" assay-mode--name "\\)")
     (1 font-lock-keyword-face) (2 font-lock-variable-name-face))
    (,(concat (regexp-opt (cons "grade" assay-mode--functions) 'symbols) "(") 1 font-lock-function-name-face)
    (,(concat "\\_<is[[:space:]]+\\(known\\|missing\\)\\_>") 1 font-lock-constant-face)
    (,(regexp-opt '("true" "false") 'symbols) . font-lock-constant-face)
    (,(concat "\\_<\\(" assay-mode--name "\\)[[:space:]]+" (regexp-opt assay-mode--types 'symbols)
              "[[:space:]]*\\(?:$\\|#\\|key\\|exact\\|from\\|format\\|split\\|of\\|\\s-*}\\)")
     (1 font-lock-variable-name-face) (2 font-lock-type-face))
    (,(concat "\\_<[0-9][0-9_.]*[[:space:]]+" (regexp-opt assay-mode--units 'symbols)) 1 font-lock-constant-face)
    (,(regexp-opt (seq-intersection assay-mode--operators assay-mode--reserved) 'symbols)
     . font-lock-builtin-face)
    ("\\_<\\(?:starts\\|ends\\) with\\_>" . font-lock-builtin-face)
    (,(regexp-opt assay-mode--reserved 'symbols) . font-lock-keyword-face)
    (,(assay-mode--soft assay-mode--keywords) . font-lock-keyword-face)
    (,(regexp-opt assay-mode--results 'symbols) . font-lock-builtin-face))
  "Colours of rules.")

;;; Indentation

(defun assay-mode--closes-p ()
  "Whether the line at point begins with a closing bracket."
  (looking-at-p "[[:space:]]*[]})]"))

(defconst assay-mode--goes-on
  (concat "[[:space:]]*" (regexp-opt (append '("add" "subtract" "and" "or" "implies") assay-mode--clauses) 'symbols))
  "How a line begins that goes on with the rule before it.")

(defun assay-mode--list-column ()
  "Where the first text of the line above is, if that line ends in a comma."
  (save-excursion
    (forward-line -1)
    (when (looking-at "[^\"\n]*\\(\"\\).*,[[:space:]]*$")
      (goto-char (match-beginning 1))
      (current-column))))

(defun assay-mode--in-block (open closes)
  "The column of a line in the block that begins at OPEN; CLOSES it or not."
  (let ((column (save-excursion
                  (goto-char open)
                  (if (or closes (looking-at "{[[:space:]]*\\(#.*\\)?$"))
                      (+ (current-indentation) (if closes 0 assay-indent))
                    (forward-char)
                    (skip-chars-forward " \t")
                    (current-column)))))
    (cond
     (closes column)
     ((and (looking-at-p "[[:space:]]*\"") (assay-mode--list-column)))
     ((looking-at-p assay-mode--goes-on) (max (current-indentation) (+ column assay-indent)))
     (t column))))

(defun assay-mode--wanted ()
  "The column of the line at point: by the brackets that are open before it."
  (save-excursion
    (beginning-of-line)
    (let ((closes (assay-mode--closes-p))
          (open (nth 1 (syntax-ppss))))
      (cond
       ((null open) nil)
       ((eq (char-after open) ?\{) (assay-mode--in-block open closes))
       (t (+ (save-excursion (goto-char open) (current-column)) (if closes 0 1)))))))

(defun assay-mode-indent-line ()
  "Indents the line by the block it is in.
Outside of blocks a line that goes on with a statement keeps its place."
  (interactive)
  (let ((wanted (assay-mode--wanted))
        (inside (> (current-column) (current-indentation))))
    (when wanted
      (if inside (save-excursion (indent-line-to wanted)) (indent-line-to wanted)))))

;;; Findings in compilation buffers

(defconst assay-mode--finding
  '(assay "^\\(?:error\\|\\(warning\\)\\|\\(info\\)\\)\\[[A-Z][0-9]+\\]: .*\n *--> \\(.+\\):\\([0-9]+\\):\\([0-9]+\\)$"
          3 4 5 (1 . 2)))

(add-to-list 'compilation-error-regexp-alist-alist assay-mode--finding)
(add-to-list 'compilation-error-regexp-alist 'assay)

;;; The mode

(defvar assay-mode--imenu
  (mapcar (lambda (kind)
            (list (car kind) (concat "^[[:space:]]*" (cdr kind) "[[:space:]]+\\(" assay-mode--name "\\|\".*?\"\\)") 1))
          '(("Names" . "let") ("Groups" . "group") ("Stages" . "stage") ("Examples" . "example"))))

;;;###autoload
(define-derived-mode assay-mode prog-mode "Assay"
  "Major mode for rules that qualify leads."
  (setq-local comment-start "# ")
  (setq-local comment-start-skip "#+[[:space:]]*")
  (setq-local indent-line-function #'assay-mode-indent-line)
  (setq-local indent-tabs-mode nil)
  (setq-local tab-width assay-indent)
  (setq-local electric-indent-chars '(?\n ?\} ?\]))
  (setq-local imenu-generic-expression assay-mode--imenu)
  (setq-local compile-command (concat assay-program " check ."))
  (setq-local eglot-move-to-column-function #'assay-mode--move-to-column)
  (setq-local font-lock-defaults '(assay-mode--font-lock)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.assay\\'" . assay-mode))

;;; The server

(defvar eglot-server-programs)
(defvar eglot-move-to-column-function)
(defvar eglot-workspace-configuration)

;; Findings may be about the text of a moment ago, and a column then lie between
;; the two UTF-16 units of an emoji.  Eglot 1.9 looks for it forever.
(defun assay-mode--move-to-column (column)
  "Moves to COLUMN, in UTF-16 units; to the character that it lies within."
  (goto-char (line-beginning-position))
  (let (units)
    (while (and (> column 0)
                (not (eolp))
                (>= column (setq units (if (> (char-after) #xffff) 2 1))))
      (forward-char)
      (setq column (- column units)))))

(defun assay-mode--server (&rest _)
  "The command that starts the server."
  (let* ((root (locate-dominating-file default-directory ".venv"))
         (program (and root (expand-file-name ".venv/bin/assay" root))))
    (list (if (and program (file-executable-p program)) program assay-program) "lsp")))

(defun assay-mode--settings (&rest _)
  "What the server may ask for."
  (let ((settings (append (and assay-data `(:data ,assay-data))
                          (and assay-activities `(:activities ,assay-activities)))))
    `(:assay ,(or settings (make-hash-table)))))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(assay-mode . assay-mode--server))
  (unless (local-variable-p 'eglot-workspace-configuration)
    (unless (default-value 'eglot-workspace-configuration)
      (setq-default eglot-workspace-configuration #'assay-mode--settings))))

(provide 'assay-mode)

;;; assay-mode.el ends here
