// Where the `assay` program is.
import { existsSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";

const IN_VENV = process.platform === "win32" ? ["Scripts", "assay.exe"] : ["bin", "assay"];

/** The program named in the settings, else that of a folder's `.venv`, else the one on the PATH. */
export function program(): string {
  const named = vscode.workspace.getConfiguration("assay").get<string>("path", "").trim();
  if (named) return resolved(named);
  return inVenv() ?? "assay";
}

/** A setting with a folder in it is read from the first folder of the workspace. */
function resolved(named: string): string {
  const home = process.env["HOME"] ?? process.env["USERPROFILE"] ?? "~";
  const expanded = named.replace(/^~(?=[\\/])/, home).replace("${workspaceFolder}", firstFolder() ?? ".");
  const hasFolder = /[\\/]/.test(expanded);
  return hasFolder && !path.isAbsolute(expanded) ? path.join(firstFolder() ?? ".", expanded) : expanded;
}

function inVenv(): string | undefined {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.map((folder) => path.join(folder.uri.fsPath, ".venv", ...IN_VENV)).find((file) => existsSync(file));
}

export function firstFolder(): string | undefined {
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}
