import Foundation

/// `example-funding-arb` as a process, in a working folder of its own.
struct CommandLineTool {
  /// What a process left behind.
  struct Result {
    let status: Int32
    let output: String
    let error: String
  }

  /// The binary beside the test bundle; `nil` where it was not built.
  static let binary: URL? = {
    var places = [Bundle.main.executableURL, CommandLine.arguments.first.map { URL(fileURLWithPath: $0) }]
    places += Bundle.allBundles.map(\.bundleURL)
    for place in places.compactMap({ $0?.resolvingSymlinksInPath() }) {
      var folder = place
      for _ in 0..<5 {
        folder.deleteLastPathComponent()
        let candidate = folder.appendingPathComponent("example-funding-arb")
        if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      }
    }
    return nil
  }()

  let folder: URL

  /// Runs to the end.
  func callAsFunction(_ arguments: String...) throws -> Result { try run(arguments) }

  /// Runs to the end.
  func run(_ arguments: [String]) throws -> Result {
    let running = try start(arguments)
    return try running.wait()
  }

  /// Starts a process.
  func start(_ arguments: [String], binary: URL? = Self.binary) throws -> Running {
    let process = Process()
    process.executableURL = binary
    process.arguments = arguments
    process.currentDirectoryURL = folder
    let logs = FileManager.default.temporaryDirectory.appendingPathComponent("funding-arb-log-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
    let (output, error) = (logs.appendingPathComponent("output"), logs.appendingPathComponent("error"))
    for url in [output, error] { try Data().write(to: url) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: error)
    try Self.withInterruptsUnblocked { try process.run() }
    return Running(process: process, logs: logs, output: output, error: error)
  }

  /// A process inherits the signals that the starting thread blocks, and threads of a pool block them all.
  private static func withInterruptsUnblocked(_ body: () throws -> Void) rethrows {
    var (interrupt, previous) = (sigset_t(), sigset_t())
    sigemptyset(&interrupt)
    sigaddset(&interrupt, SIGINT)
    pthread_sigmask(SIG_UNBLOCK, &interrupt, &previous)
    defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
    try body()
  }

  /// A process under way.
  struct Running {
    let process: Process
    let logs: URL
    let output: URL
    let error: URL

    /// Waits for the end.
    func wait() throws -> Result {
      process.waitUntilExit()
      defer { try? FileManager.default.removeItem(at: logs) }
      return Result(
        status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
        error: try String(contentsOf: error, encoding: .utf8))
    }

    /// Waits until the output holds a text, at most five minutes.
    func waitForOutput(_ text: String) throws -> Bool {
      for _ in 0..<30_000 {
        if try String(contentsOf: output, encoding: .utf8).contains(text) { return true }
        if !process.isRunning { return try String(contentsOf: output, encoding: .utf8).contains(text) }
        usleep(10_000)
      }
      return false
    }
  }
}
