// The language server: started, restarted, stopped.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions, State } from "vscode-languageclient/node";

import { firstFolder, program } from "./program";
import type { Status } from "./status";

const OPEN_SETTINGS = "Open Settings";
const SHOW_OUTPUT = "Show Output";
const run = promisify(execFile);

export class Server {
  private client: LanguageClient | undefined;
  // Starting and stopping take a while, and a second one waits for the first.
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly output: vscode.OutputChannel,
    private readonly status: Status,
  ) {}

  start(): Promise<void> {
    return this.inTurn(() => this.startNow());
  }

  stop(): Promise<void> {
    return this.inTurn(() => this.stopNow());
  }

  restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.stopNow();
      await this.startNow();
    });
  }

  private inTurn(task: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(task, task);
    return this.turn;
  }

  private async startNow(): Promise<void> {
    if (!vscode.workspace.isTrusted) return this.status.untrusted();
    const command = program();
    this.status.starting();
    const version = await this.version(command);
    if (version === undefined) return;
    const client = new LanguageClient("assay", "Assay", serverOptions(command), this.clientOptions());
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) this.status.running(version);
      if (newState === State.Stopped) this.status.stopped();
    });
    this.client = client;
    try {
      await client.start();
    } catch (problem) {
      this.status.stopped();
      this.failed(`The Assay server did not start: ${message(problem)}`, SHOW_OUTPUT);
    }
  }

  private async stopNow(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    // A client that never came up cannot be stopped, and need not be.
    if (client?.isRunning()) await client.stop();
    await client?.dispose().catch(() => undefined);
  }

  /** What `assay --version` says; undefined if there is no such program, which the user is told. */
  private async version(command: string): Promise<string | undefined> {
    try {
      const { stdout } = await run(command, ["--version"], { timeout: 20_000 });
      return stdout.trim();
    } catch (problem) {
      this.output.appendLine(`${command} --version: ${message(problem)}`);
      this.status.notFound(command);
      this.failed(`Assay: there is no program \`${command}\`. Install it with \`pip install "assay-lang[lsp]"\`, ` +
        "or say in the settings where it is.", OPEN_SETTINGS);
      return undefined;
    }
  }

  private clientOptions(): LanguageClientOptions {
    return {
      documentSelector: [
        { scheme: "file", language: "assay" },
        { scheme: "untitled", language: "assay" },
      ],
      outputChannel: this.output,
      synchronize: { configurationSection: "assay" },
      middleware: {
        provideCodeLenses: (document, token, next) => (lensesWanted(document) ? next(document, token) : []),
      },
    };
  }

  /** Tells the user without waiting for an answer. */
  private failed(text: string, action: typeof OPEN_SETTINGS | typeof SHOW_OUTPUT): void {
    void vscode.window.showErrorMessage(text, action).then((chosen) => {
      if (chosen === OPEN_SETTINGS) void vscode.commands.executeCommand("workbench.action.openSettings", "assay.path");
      if (chosen === SHOW_OUTPUT) this.output.show();
    });
  }
}

function lensesWanted(document: vscode.TextDocument): boolean {
  return vscode.workspace.getConfiguration("assay", document).get("codeLens", true);
}

function serverOptions(command: string): ServerOptions {
  const folder = firstFolder();
  return { command, args: ["lsp"], options: folder === undefined ? {} : { cwd: folder } };
}

function message(problem: unknown): string {
  return problem instanceof Error ? problem.message : String(problem);
}
