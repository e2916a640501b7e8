// What the palette offers besides the server's own commands.
import * as path from "node:path";
import * as vscode from "vscode";

import { firstFolder, program } from "./program";

const LEADS = ["csv", "tsv", "json", "jsonl", "parquet", "xlsx"];

/** Runs `assay test` for the folder of the file on screen, in a terminal panel. */
export async function testFolder(): Promise<void> {
  const file = vscode.window.activeTextEditor?.document;
  const folder = file?.languageId === "assay" ? path.dirname(file.uri.fsPath) : firstFolder();
  if (folder === undefined) return;
  const execution = new vscode.ProcessExecution(program(), ["test", folder], { cwd: folder });
  const task = new vscode.Task(
    { type: "process" }, vscode.TaskScope.Workspace, "examples", "Assay", execution, ["$assay"],
  );
  task.presentationOptions = { clear: true, reveal: vscode.TaskRevealKind.Always };
  await vscode.tasks.executeTask(task);
}

/** Writes a chosen file of leads into the folder's settings. */
export async function chooseSampleData(): Promise<void> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectMany: false,
    filters: { Leads: LEADS },
    openLabel: "Use as Sample Data",
    title: "Leads that show how often each rule fires",
  });
  const file = chosen?.[0];
  if (file === undefined) return;
  const target = vscode.workspace.workspaceFolders ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration("assay", file).update("data", shortened(file), target);
}

function shortened(file: vscode.Uri): string {
  const short = vscode.workspace.asRelativePath(file, false);
  return short.split(path.sep).join("/");
}
