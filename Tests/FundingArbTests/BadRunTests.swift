import Foundation
import RLFramework
import Testing

@Suite(
  "Runs that cannot be used",
  .enabled(if: CommandLineTool.binary != nil, "example-funding-arb is not built"))
struct BadRunTests {
  /// One way to break a run, and what is said about it; FOLDER stands for the run's.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Of a policy that is evaluated; `nil` where the file says all that acting needs.
    let policySentence: String?
    /// Of a checkpoint to resume from.
    let checkpointSentence: String
    let damage: @Sendable (TemporaryFolder, String) throws -> Void

    init(
      _ name: String, _ sentence: String, _ damage: @escaping @Sendable (TemporaryFolder, String) throws -> Void
    ) {
      self.init(name, policy: sentence, checkpoint: sentence, damage)
    }

    init(
      _ name: String, policy: String?, checkpoint: String,
      _ damage: @escaping @Sendable (TemporaryFolder, String) throws -> Void
    ) {
      testDescription = name
      policySentence = policy
      checkpointSentence = checkpoint
      self.damage = damage
    }
  }

  static let cases: [Case] = [
    Case("empty", "FILE is truncated: it has 0 bytes") { folder, file in try Data().write(to: folder.file(file)) },
    Case("truncated", "FILE is truncated or damaged: its checksum is ") { folder, file in
      try folder.data(file).dropLast(5).write(to: folder.file(file))
    },
    Case("flipped in one bit", "FILE is truncated or damaged: its checksum is ") { folder, file in
      var bytes = try folder.data(file)
      bytes[bytes.count - 100] ^= 4
      try bytes.write(to: folder.file(file))
    },
    Case("of another format version", "FILE has format version 9, this library reads 1") { folder, file in
      var bytes = try folder.data(file)
      let place = try #require(bytes.range(of: Data("\"format_version\":\"1\"".utf8)))
      bytes.replaceSubrange(place, with: Data("\"format_version\":\"9\"".utf8))
      try bytes.write(to: folder.file(file))
    },
    Case("no checkpoint at all", "FILE is truncated or no checkpoint: its header claims ") { folder, file in
      try folder.write("timestamp,open,high\n", to: file)
    },
    Case(
      "of another preset",
      policy:
        "FILE is of another task: its policy must act on observations of 36 values (portfolio 1 × 14, opportunities "
        + "1 × 22 padded), was made for 124 values (portfolio 1 × 14, opportunities 5 × 22 padded)",
      checkpoint:
        "FILE is for observations of 124 values (portfolio, opportunities), 36 are needed; it may be of another preset"
    ) { folder, file in
      try other(["--preset", "pbt"], in: folder)
      try folder.data("other/" + URL(fileURLWithPath: file).lastPathComponent).write(to: folder.file(file))
    },
    Case(
      "of another network", policy: nil,
      checkpoint: "FILE is of a policy whose network.policy is [16], [8] is needed"
    ) { folder, file in
      try other(["--hidden", "16"], in: folder)
      try folder.data("other/" + URL(fileURLWithPath: file).lastPathComponent).write(to: folder.file(file))
    },
  ]

  /// Makes a run of other settings beside the first, once.
  private static func other(_ flags: [String], in folder: TemporaryFolder) throws {
    guard try !folder.names().contains("other") else { return }
    let arguments = SmallMarket.quick + SmallMarket.generated + flags + ["--output", "other"]
    try #require(try folder.tool.run(arguments).status == 0)
  }

  @Test(
    "a policy that is evaluated and a checkpoint to go on from end in one sentence and leave the run as it was",
    arguments: cases)
  func checkpoint(_ broken: Case) throws {
    let folder = try run()
    let uses = [
      ("policy", ["evaluate", "--run", "run"], broken.policySentence),
      ("checkpoint", ["--resume", "run"], broken.checkpointSentence),
    ]
    for (name, arguments, sentence) in uses {
      guard let sentence else { continue }
      let file = "run/\(name).safetensors"
      let intact = try folder.data(file)
      try broken.damage(folder, file)
      let before = try Self.contents(of: folder)
      try expect(try folder.tool.run(arguments), sentence, folder, file)
      #expect(try Self.contents(of: folder) == before)
      try intact.write(to: folder.file(file))
    }
  }

  @Test("a selected policy that is damaged is found before a resumed run trains on")
  func selectedPolicy() throws {
    let folder = try run()
    try folder.data("run/policy.safetensors").dropLast(1).write(to: folder.file("run/policy.safetensors"))
    let result = try folder.tool("--resume", "run")
    try expect(result, "FILE is truncated or damaged: its checksum is ", folder, "run/policy.safetensors")
    #expect(result.output == "")
  }

  @Test("a selected policy that is gone is named")
  func missingPolicy() throws {
    let folder = try run()
    try FileManager.default.removeItem(at: folder.file("run/policy.safetensors"))
    for arguments in [["evaluate", "--run", "run"], ["--resume", "run"]] {
      let result = try folder.tool.run(arguments)
      try expect(result, "FILE cannot be read: it does not exist", folder, "run/policy.safetensors")
    }
  }

  @Test("a policy of another network is read with the network that its file says")
  func otherNetwork() throws {
    let folder = try run()
    try Self.other(["--hidden", "16"], in: folder)
    try folder.data("other/policy.safetensors").write(to: folder.file("run/policy.safetensors"))
    let (own, asked) = (try folder.tool("evaluate", "--run", "other"), try folder.tool("evaluate", "--run", "run"))
    #expect(own.status == 0 && asked.status == 0, "\(asked.error)")
    #expect(try folder.data("run/evaluation/ledger.csv") == folder.data("other/evaluation/ledger.csv"))
  }

  @Test("a checkpoint in place of a policy is refused, since it describes none")
  func wrongContent() throws {
    let folder = try run()
    try folder.data("run/checkpoint.safetensors").write(to: folder.file("run/policy.safetensors"))
    let result = try folder.tool("evaluate", "--run", "run")
    try expect(
      result, "FILE was written before policies described themselves (it has no entry policy)", folder,
      "run/policy.safetensors")
  }

  @Test("a folder that is no run is not resumed and not evaluated")
  func noRun() throws {
    let folder = try TemporaryFolder()
    try folder.write("x", to: "data/x.txt")
    for arguments in [["--resume", "data"], ["evaluate", "--run", "data"], ["--resume", "gone"]] {
      let result = try folder.tool.run(arguments)
      let name = arguments.last ?? ""
      #expect(result.error == "Error: \(name) must be the folder of a run, was without config.json\n")
      #expect(result.status == 1)
    }
    #expect(try folder.names() == ["data"])
  }

  @Test("settings of a run that were edited wrongly are named with their file")
  func brokenConfiguration() throws {
    let folder = try run()
    let text = try folder.text("run/config.json")
    let path = folder.file("run/config.json").path
    try folder.write(text.replacingOccurrences(of: "\"epochs\" : 1", with: "\"epochs\" : 1.5"), to: "run/config.json")
    #expect(try folder.tool("--resume", "run").error == "Error: \(path): epochs must be a whole number, was 1.5\n")
    try folder.write(text.replacingOccurrences(of: "\"epochs\" : 1", with: "\"epochs\" : 0"), to: "run/config.json")
    #expect(try folder.tool("--resume", "run").error == "Error: \(path): epochs must be positive, was 0\n")
    try folder.write(text.replacingOccurrences(of: "\"epochs\" : 1,", with: ""), to: "run/config.json")
    #expect(try folder.tool("--resume", "run").error == "Error: \(path): epochs must be a whole number, was missing\n")
    try folder.write("{}", to: "run/config.json")
    #expect(try folder.tool("--resume", "run").error == "Error: \(path): settings must be an object, was missing\n")
    try folder.write(String(text.prefix(100)), to: "run/config.json")
    let cut = try folder.tool("evaluate", "--run", "run")
    #expect(cut.error.hasPrefix("Error: \(path) line ") && cut.error.contains("the file must be JSON or YAML, but "))
    #expect(cut.status == 1)
  }

  @Test("a run is not resumed on other data")
  func otherData() throws {
    let folder = try TemporaryFolder()
    try SmallMarket.export(to: folder)
    #expect(try folder.tool.run(SmallMarket.quick + ["--data", "market", "--output", "run"]).status == 0)
    try SmallMarket.change("candles-1h/binance/AAAUSDT.csv", line: 20, column: 5, to: "12345", in: folder)
    let before = try Self.contents(of: folder)
    let result = try folder.tool("--resume", "run")
    try expect(result, "FILE was made on other data: fingerprint ", folder, "run/checkpoint.safetensors")
    #expect(try Self.contents(of: folder) == before)
  }

  @Test("an evaluation on data without the run's symbols names them")
  func otherSymbols() throws {
    let folder = try run()
    let configuration = SyntheticMarketConfiguration(symbols: ["OTHERUSDT"], days: 16)
    try SyntheticMarket(configuration).generate(seed: 1).export(to: folder.file("other"))
    let result = try folder.tool("evaluate", "--run", "run", "--data", "other")
    #expect(result.error == "Error: symbols must be among OTHERUSDT, was AAAUSDT\n")
    #expect(result.status == 1)
  }

  static let windows: [([String], String)] = [
    (
      ["--from", "2024-01-01"],
      "--from and --to must span at least 2 hours within the data, 2025-01-01 to 2025-01-16, was 2024-01-01 and absent"
    ),
    (
      ["--from", "2025-01-05", "--to", "2025-01-05"],
      "--from and --to must span at least 2 hours within the data, 2025-01-01 to 2025-01-16, was 2025-01-05 and 2025-01-05"
    ),
    (
      ["--to", "2025-03-01"],
      "--from and --to must span at least 2 hours within the data, 2025-01-01 to 2025-01-16, was absent and 2025-03-01"
    ),
    (["--from", "soon"], "--from must be a day as YYYY-MM-DD, was soon"),
  ]

  @Test("an evaluation outside of the data says where the data is", arguments: windows)
  func badWindow(_ flags: [String], _ sentence: String) throws {
    let folder = try run()
    let result = try folder.tool.run(["evaluate", "--run", "run"] + flags)
    #expect(result.error == "Error: \(sentence)\n")
    #expect(result.status == 1)
    #expect(try folder.names("run") == RunDirectoryTests.files)
  }

  @Test("a folder that holds a run is not trained into, and a file is no folder")
  func occupiedOutput() throws {
    let folder = try run()
    let before = try Self.contents(of: folder)
    let result = try folder.tool.run(SmallMarket.quick + SmallMarket.generated + ["--output", "run"])
    #expect(
      result.error == "Error: run holds a run already: go on with --resume run, or choose another --output\n")
    #expect(result.status == 1)
    #expect(try Self.contents(of: folder) == before)
    try folder.write("x", to: "file")
    let onFile = try folder.tool.run(SmallMarket.quick + SmallMarket.generated + ["--output", "file/run"])
    #expect(onFile.error == "Error: \(folder.file("file/run").path) cannot be written: Not a directory\n")
    #expect(onFile.status == 1)
  }

  /// A folder with a complete run.
  private func run() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let result = try folder.tool.run(SmallMarket.quick + SmallMarket.generated + ["--output", "run"])
    try #require(result.status == 0, "\(result.error)")
    return folder
  }

  private func expect(
    _ result: CommandLineTool.Result, _ sentence: String, _ folder: TemporaryFolder, _ file: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let start = "Error: " + sentence.replacingOccurrences(of: "FILE", with: folder.file(file).path)
    #expect(result.error.hasPrefix(start), sourceLocation: sourceLocation)
    #expect(result.error.filter { $0 == "\n" }.count == 1, sourceLocation: sourceLocation)
    #expect(result.status == 1, sourceLocation: sourceLocation)
  }

  private static func contents(of folder: TemporaryFolder) throws -> [String: Data] {
    var contents: [String: Data] = [:]
    for name in try folder.names("run") { contents[name] = try folder.data("run/" + name) }
    return contents
  }
}
