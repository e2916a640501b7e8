// How the server is, beside the language's name in the status bar.
import * as vscode from "vscode";

export class Status implements vscode.Disposable {
  private readonly item: vscode.LanguageStatusItem;

  constructor() {
    this.item = vscode.languages.createLanguageStatusItem("assay.server", { language: "assay" });
    this.item.name = "Assay";
    this.item.command = { command: "assay.restart", title: "Restart" };
  }

  starting(): void {
    this.show("Assay", "starting …", vscode.LanguageStatusSeverity.Information, true);
  }

  running(version: string): void {
    this.show(version || "Assay", "checks what you type", vscode.LanguageStatusSeverity.Information);
  }

  stopped(): void {
    this.show("Assay has stopped", "", vscode.LanguageStatusSeverity.Warning);
  }

  notFound(command: string): void {
    this.show("Assay is not installed", `no program \`${command}\``, vscode.LanguageStatusSeverity.Error);
  }

  untrusted(): void {
    this.show("Assay is off", "this folder is not trusted", vscode.LanguageStatusSeverity.Warning);
  }

  private show(text: string, detail: string, severity: vscode.LanguageStatusSeverity, busy = false): void {
    this.item.text = text;
    this.item.detail = detail;
    this.item.severity = severity;
    this.item.busy = busy;
  }

  dispose(): void {
    this.item.dispose();
  }
}
