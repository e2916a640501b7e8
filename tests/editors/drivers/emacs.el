;;; emacs.el --- drives the server by eglot  -*- lexical-binding: t; -*-
;; emacs -Q --batch -l emacs.el, with MODE, FOLDER, OBSERVED and STEPS in the environment.
;; What it saw goes into OBSERVED as JSON; tests/editors/test_clients.py judges.

(setq package-user-dir (make-temp-file "elpa" t))
(package-initialize)
(add-to-list 'load-path (getenv "MODE"))
(require 'cl-lib)
(require 'json)
(require 'eglot)
(require 'assay-mode)

(defconst patience 600 "Seconds, on a machine that does much else; one answer takes milliseconds at rest.")
(setq eglot-sync-connect patience
      eglot-connect-timeout patience
      jsonrpc-default-request-timeout patience
      eglot-send-changes-idle-time 0.01
      eglot-events-buffer-size 0
      make-backup-files nil
      create-lockfiles nil)

(defvar seen (make-hash-table :test 'equal))

(defun see (key value)
  (puthash key value seen))

(defun wait-for (what ready)
  "Takes in what the server sends until READY gives something."
  (let ((end (+ (float-time) patience)) found)
    (while (not (setq found (funcall ready)))
      (when (> (float-time) end) (error "Waited in vain for %s" what))
      (accept-process-output nil 0.02))
    found))

(defun pause (seconds)
  (let ((end (+ (float-time) seconds)))
    (while (< (float-time) end) (accept-process-output nil 0.02))))

(defun server () (eglot-current-server))

(defun ask (method params)
  (eglot--signal-textDocument/didChange)
  (jsonrpc-request (server) method params :timeout patience))

(defun about () (list :textDocument (eglot--TextDocumentIdentifier)))

(defun text () (buffer-substring-no-properties (point-min) (point-max)))

(defun go (wanted &optional into)
  (goto-char (point-min))
  (search-forward wanted)
  (goto-char (+ (match-beginning 0) (or into 0))))

(defun findings ()
  "Code, line and text of every finding that is shown."
  (flymake-start)
  (mapcar (lambda (found)
            (let ((diagnostic (cdr (assoc 'eglot-lsp-diag (eglot--diag-data found)))))
              `((code . ,(plist-get diagnostic :code))
                (line . ,(1- (line-number-at-pos (flymake-diagnostic-beg found))))
                (text . ,(buffer-substring-no-properties
                          (flymake-diagnostic-beg found) (flymake-diagnostic-end found))))))
          (sort (flymake-diagnostics)
                (lambda (one other) (< (flymake-diagnostic-beg one) (flymake-diagnostic-beg other))))))

(defun wait-for-findings (count)
  (eglot--signal-textDocument/didChange)
  (wait-for (format "%s findings, not %s" count (findings))
            (lambda () (= (length (findings)) count)))
  (vconcat (findings)))

(defun step-diagnostics ()
  (see "encoding" "utf-16")
  (see "filetype" (replace-regexp-in-string "-mode" "" (symbol-name major-mode)))
  (see "findings" (wait-for-findings 2))
  (pause 0.3)
  (see "findings_later" (vconcat (findings))))

(defun step-code_action ()
  (go "contry")
  (let ((last-nonmenu-event ?x) ; as from the keyboard, not by the mouse
        titles)
    (cl-letf (((symbol-function 'completing-read)
               (lambda (_prompt choices &rest _)
                 (setq titles (mapcar (lambda (choice) (if (consp choice) (car choice) choice)) choices))
                 (cl-find-if (lambda (title) (string-match-p "country" title)) titles)))
              ((symbol-function 'y-or-n-p) (lambda (&rest _) t)))
      (eglot-code-actions (point) (+ (point) 6) nil t))
    (see "actions" (vconcat titles)))
  (see "after_fix" (wait-for-findings 1)))

(defun step-hover ()
  (go "employees >= 200")
  (let ((answer (ask :textDocument/hover (eglot--TextDocumentPositionParams))))
    (see "hover" (plist-get (plist-get answer :contents) :value))))

(defun step-completion ()
  (goto-char (point-max))
  (let ((start (point)))
    (insert "when emp")
    (eglot--signal-textDocument/didChange)
    (let ((found (eglot-completion-at-point)))
      (see "completion"
           (vconcat (mapcar #'substring-no-properties (all-completions "emp" (nth 2 found))))))
    (completion-at-point)
    (see "completed" (buffer-substring-no-properties start (point-max)))
    (delete-region start (point-max))))

(defun step-rename ()
  (go "big_company" 2)
  (cl-letf (((symbol-function 'y-or-n-p) (lambda (&rest _) t)))
    (eglot-rename "large"))
  (see "renamed" (text))
  (let ((other (find-buffer-visiting (expand-file-name "second.assay"))))
    (see "renamed_elsewhere" (if other (with-current-buffer other (text)) "not loaded"))))

(defun step-format ()
  (goto-char (point-min))
  (insert "when    employees>=10   add   1\n")
  (eglot-format-buffer)
  (see "formatted" (text)))

(defun step-symbols ()
  (see "symbols"
       (vconcat (mapcar (lambda (symbol) (plist-get symbol :name))
                        (ask :textDocument/documentSymbol (about))))))

;; Eglot 1.9 knows no semantic tokens.
(defun step-tokens ())

(defconst pieces
  ["x" " " "\n" "\"" "🦊" "é" "\u2028" "\u0085" "\f" "\v" "{" "}" "when a > 1 add 2\n" "# 🦊🦊\n\n"
   "\tgroup g {" "ﷺ" "e\u0301" "👩‍👩‍👧" "let x = [1,\n  2]\n"])

(defconst longest 3000)
(defun any-place () (+ (point-min) (random (- (point-max) (point-min) -1))))

(defun one-edit ()
  (undo-boundary)
  (goto-char (any-place))
  (pcase (random 9)
    ((or 0 1 2 3) (insert (aref pieces (random (length pieces)))))
    (4 (delete-region (point) (min (point-max) (+ (point) (random 6)))))
    ;; Doubling doubled lines would soon be all there is: the storm is about many edits, not about a long text.
    (5 (beginning-of-line) (kill-line) (yank) (when (< (buffer-size) longest) (yank)))
    (6 (transpose-lines 1))
    (7 (upcase-region (point) (min (point-max) (+ (point) 5))))
    (8 (setq last-command (if (zerop (random 2)) 'undo 'other)) (ignore-errors (undo)))))

(defun step-storm ()
  (random "storm")
  (buffer-enable-undo)
  (setq kill-ring nil)
  (let ((changed 0) differences)
    (dotimes (turn 400)
      (let ((before (buffer-chars-modified-tick)))
        (condition-case nil (one-edit) (error nil))
        (when (> (buffer-chars-modified-tick) before) (cl-incf changed)))
      (when (zerop (mod turn 20))
        (let ((theirs (plist-get (ask :assay/text (about)) :text)))
          (unless (equal theirs (text))
            (push `((after . ,turn) (editor . ,(text)) (server . ,theirs)) differences)))))
    (see "storm" `((differences . ,(vconcat differences)) (changed . ,changed)
                   (length . ,(buffer-size))))))

(defun main ()
  (find-file (expand-file-name "first.assay" (getenv "FOLDER")))
  (apply #'eglot--connect (eglot--guess-contact))
  (wait-for "eglot" #'eglot-managed-p)
  (dolist (step (split-string (getenv "STEPS")))
    (condition-case problem
        (funcall (intern (concat "step-" step)))
      (error (see (concat step "_problem") (format "%S" problem)))))
  (set-buffer-modified-p nil)
  (eglot-shutdown (server) nil patience)
  (see "ended" t))

(condition-case problem
    (main)
  (error (see "problem" (format "%S" problem))))
(let ((coding-system-for-write 'utf-8))
  (with-temp-file (getenv "OBSERVED") (insert (json-encode seen))))
(kill-emacs 0)
