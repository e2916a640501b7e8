// The Assay extension: it starts `assay lsp`, keeps it running, and shows how it is.
import * as vscode from "vscode";

import { Server } from "./server";
import { Status } from "./status";
import { chooseSampleData, testFolder } from "./commands";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("Assay");
  const status = new Status();
  const running = new Server(output, status);
  server = running;
  context.subscriptions.push(
    output,
    status,
    vscode.commands.registerCommand("assay.restart", () => running.restart()),
    vscode.commands.registerCommand("assay.showOutput", () => output.show()),
    vscode.commands.registerCommand("assay.testFolder", () => testFolder()),
    vscode.commands.registerCommand("assay.chooseSampleData", () => chooseSampleData()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => running.restart()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration("assay.path")) void running.restart();
    }),
  );
  await running.start();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
