import Foundation
import RLFramework
import Testing

@Suite(
  "Stopping and watching a run", .serialized,
  .enabled(if: CommandLineTool.binary != nil, "example-funding-arb is not built"))
struct InterruptTests {
  private static func flags(steps: Int, epochs: Int, interval: Int) -> [String] {
    RunDirectoryTests.trading + [
      "--timesteps", "\(steps)", "--epochs", "\(epochs)", "--validation-interval", "\(interval)", "--threads", "1",
      "--output", "my run",
    ]
  }

  @Test("Ctrl-C finishes the step and saves; the command it prints ends with the bytes of a run that nobody stopped")
  func interruptAndResume() throws {
    let (folder, whole) = (try TemporaryFolder(), try TemporaryFolder())
    // Long enough for a signal to come in time, and so slow to learn that the last policy still trades.
    #if DEBUG
      let epochs = 2
    #else
      let epochs = 200
    #endif
    let flags = Self.flags(steps: 30_720, epochs: epochs, interval: 20_000) + ["--learning-rate", "1e-6"]
    let running = try folder.tool.start(flags)
    defer { running.process.terminate() }
    try #require(try running.waitForOutput(" steps  "))
    kill(running.process.processIdentifier, SIGINT)
    let stopped = try running.wait()
    #expect(stopped.status == 130 && stopped.error == "")
    let line = try #require(stopped.output.split(separator: "\n").last)
    let prefix = "Stopped and saved. Go on with: "
    try #require(line.hasPrefix(prefix))
    #expect(
      try folder.outcome("my run").keys.sorted() == [
        "checkpoint.safetensors", "config.json", "metrics.csv", "policy.safetensors",
      ])
    let updates = try Self.steps(folder)
    #expect(updates.count < 240 && updates == (1...updates.count).map { $0 * 128 })
    let steps = try Self.checkpointSteps(folder)
    #expect(steps / 128 == updates.count, "the checkpoint may stand within a rollout")

    let shell = try folder.tool.start(
      ["-c", String(line.dropFirst(prefix.count))], binary: URL(fileURLWithPath: "/bin/sh")
    ).wait()
    #expect(shell.status == 0, "\(shell.error)")
    #expect(try whole.tool.run(flags).status == 0)
    let (resumed, uninterrupted) = (try folder.outcome("my run"), try whole.outcome("my run"))
    #expect(resumed.keys.sorted() == uninterrupted.keys.sorted())
    for (name, bytes) in uninterrupted { #expect(resumed[name] == bytes, "\(name) of the resumed run") }
    #expect(try Self.steps(folder) == (1...240).map { $0 * 128 }, "every update is there, once")
    #expect(try folder.text("my run/ledger.csv").split(separator: "\n").count > 1, "there are books to compare")
  }

  @Test("a second Ctrl-C ends at once and leaves the checkpoint before it intact")
  func secondInterrupt() throws {
    let folder = try TemporaryFolder()
    // Updates of seconds: two signals fit into one.
    #if DEBUG
      let epochs = 2_000
    #else
      let epochs = 40_000
    #endif
    let running = try folder.tool.start(Self.flags(steps: 1_000_000, epochs: epochs, interval: 128))
    defer { running.process.terminate() }
    try #require(try running.waitForOutput(" steps  "))
    // The line comes before the checkpoint of the same update, which the next second is too short to replace.
    while running.process.isRunning, try !folder.names("my run").contains("metrics.csv") { usleep(1_000) }
    // By then the next rollout is full, and its update under way.
    usleep(50_000)
    let before = try folder.data("my run/checkpoint.safetensors")
    // More than two: signals that come before the first was noticed count as one.
    for _ in 0..<50 where running.process.isRunning {
      kill(running.process.processIdentifier, SIGINT)
      usleep(20_000)
    }
    let stopped = try running.wait()
    #expect(stopped.status == 130)
    #expect(!stopped.output.contains("Stopped and saved"))
    #expect(try folder.data("my run/checkpoint.safetensors") == before)
    #expect(try Self.checkpointSteps(folder) == 128)
    #expect(try folder.names("my run").allSatisfy { !$0.hasSuffix(".partial") })
  }

  @Test("a complete run that is resumed is judged again, to the same bytes")
  func resumeComplete() throws {
    let folder = try TemporaryFolder()
    try #require(try folder.tool.run(RunDirectoryTests.trading + ["--output", "run"]).status == 0)
    let names = ["ledger.csv", "scorecard.json", "report.html", "policy.safetensors", "metrics.csv"]
    let before = try names.map { try folder.data("run/" + $0) }
    #expect(try folder.tool("--resume", "run").status == 0)
    #expect(try names.map { try folder.data("run/" + $0) } == before)
    #expect(try folder.names("run") == RunDirectoryTests.files)
  }

  @Test("a run without a terminal prints plain lines")
  func plainLines() throws {
    let folder = try TemporaryFolder()
    let result = try folder.tool.run(SmallMarket.quick + SmallMarket.generated + ["--output", "run"])
    #expect(!result.output.contains("\u{1B}") && !result.output.contains("\r") && !result.output.contains("█"))
    let line = try #require(result.output.split(separator: "\n").first { $0.hasPrefix("100 %  512 steps") })
    for part in ["/s", "left", "return", "valueLoss", "entropy", "validation USD"] { #expect(line.contains(part)) }
  }

  /// Part of util-linux; gives a process a terminal of its own.
  static let script = "/usr/bin/script"

  @Test(
    "a run on a terminal draws one bar over itself, no wider than the terminal",
    .enabled(if: FileManager.default.isExecutableFile(atPath: script), "there is no script of util-linux"))
  func bar() throws {
    let folder = try TemporaryFolder()
    let binary = try #require(CommandLineTool.binary).path
    let flags = SmallMarket.quick + SmallMarket.generated + ["--output", "run"]
    let command = "stty cols 60; '\(binary)' " + flags.joined(separator: " ")
    let result = try folder.tool.start(
      ["-qec", command, "/dev/null"], binary: URL(fileURLWithPath: Self.script)
    ).wait()
    #expect(result.status == 0, "\(result.output)")
    let frames = result.output.components(separatedBy: "\r\u{1B}[2K").dropFirst().map { frame in
      frame.components(separatedBy: "\r\n")[0]
    }
    #expect(frames.count >= 2)
    #expect(frames.allSatisfy { $0.hasPrefix("[") && $0.count < 60 })
    #expect(frames.last?.hasPrefix("[████████████████] 100 %  512 steps") == true)
  }

  private static func checkpointSteps(_ folder: TemporaryFolder) throws -> Int {
    try TrainingProgress(of: TensorArchive.read(folder.file("my run/checkpoint.safetensors"))).steps
  }

  private static func steps(_ folder: TemporaryFolder) throws -> [Int] {
    try folder.text("my run/metrics.csv").split(separator: "\n").dropFirst().compactMap { line in
      line.split(separator: ",").first.flatMap { Int($0) }
    }
  }
}
