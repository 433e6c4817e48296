import Foundation
import Testing

@Suite(
  "Settings that cannot be used",
  .enabled(if: CommandLineTool.binary != nil, "example-funding-arb is not built"))
struct BadSettingsTests {
  /// A file of settings or flags, and what is said about them.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var file = "settings.yaml"
    var content: String?
    var flags: [String] = []
    let sentence: String
  }

  static let cases: [Case] = [
    Case(
      testDescription: "an unknown key in YAML", content: "preset: simple\nleverag: 3\n",
      sentence: "settings.yaml line 2: leverag is not an option; known are agent, agentSettings, batchSize, capital, "),
    Case(
      testDescription: "an unknown key in JSON", file: "settings.json",
      content: "{\n  \"preset\": \"simple\",\n\n  \"foo\": 3\n}\n",
      sentence: "settings.json line 4: foo is not an option; known are agent, agentSettings, batchSize, capital, "),
    Case(
      testDescription: "text for a number", content: "preset: simple\nleverage: two\n",
      sentence: "settings.yaml line 2: leverage must be a number, was \"two\"\n"),
    Case(
      testDescription: "quoted digits for a number", file: "settings.json", content: "{\n\"leverage\": \"2\"}",
      sentence: "settings.json line 2: leverage must be a number, was \"2\"\n"),
    Case(
      testDescription: "a fraction for a count", content: "# settings\n\nepochs: 2.5\n",
      sentence: "settings.yaml line 3: epochs must be a whole number, was 2.5\n"),
    Case(
      testDescription: "a negative seed", content: "seed: -1\n",
      sentence: "settings.yaml line 1: seed must be a whole number, 0 or above, was -1\n"),
    Case(
      testDescription: "a number for a truth value", content: "plannedSizes: 1\n",
      sentence: "settings.yaml line 1: plannedSizes must be true or false, was 1\n"),
    Case(
      testDescription: "a name for a list", content: "symbols: BTCUSDT\n",
      sentence: "settings.yaml line 1: symbols must be a list of names, was \"BTCUSDT\"\n"),
    Case(
      testDescription: "an unknown choice", content: "\npreset: huge\n",
      sentence: "settings.yaml line 2: preset must be simple, pbt or full, was \"huge\"\n"),
    Case(
      testDescription: "half a schedule", content: "learningRate:\n  from: 0.001\n",
      sentence: "settings.yaml line 1: learningRate must be a number, or an object with from and to, was "
        + "{\"from\":0.001}\n"),
    Case(
      testDescription: "a value out of range", content: "preset: simple\nleverage: 20\n",
      sentence: "settings.yaml line 2: leverage must be in 1...10, was 20.0\n"),
    Case(
      testDescription: "infinity", content: "capital: .inf\n",
      sentence: "settings.yaml line 1: capital must be a value that JSON can hold, was inf\n"),
    Case(
      testDescription: "one key twice", content: "leverage: 2\nleverage: 3\n",
      sentence: "settings.yaml: leverage must stand once, was given again\n"),
    Case(
      testDescription: "broken YAML", content: "preset: simple\nsymbols: [BTCUSDT\nseed: 1\n",
      sentence: "settings.yaml line 3, column 5: the file must be JSON or YAML, but did not find expected ',' or ']'\n"),
    Case(
      testDescription: "broken JSON", file: "settings.json", content: "{\n\"leverage\": 2,\n\"epochs\": 3\n",
      sentence: "settings.json line 4, column 1: the file must be JSON or YAML, but did not find expected ',' or '}'\n"),
    Case(
      testDescription: "a list instead of keys", content: "- 1\n- 2\n",
      sentence: "settings.yaml line 1: the file must hold keys and values, was something else\n"),
    Case(
      testDescription: "an empty file", content: "",
      sentence: "settings.yaml line 1: the file must hold keys and values, was empty\n"),
    Case(
      testDescription: "a missing file", file: "/nowhere.yaml",
      sentence: "/nowhere.yaml cannot be read: it does not exist\n"),
    Case(
      testDescription: "a day that does not exist", content: "validationFrom: 2025-02-30\nfinalFrom: 2025-03-01\n",
      sentence: "settings.yaml line 1: validationFrom must be a day as YYYY-MM-DD, was 2025-02-30\n"),
    Case(
      testDescription: "one bound of the windows without the other", content: "\nfinalFrom: 2025-03-01\n",
      sentence: "settings.yaml line 2: finalFrom must be given together with validationFrom, was 2025-03-01\n"),
    Case(
      testDescription: "a flag that wins and is out of range", content: "leverage: 2\n", flags: ["--leverage", "11"],
      sentence: "--leverage must be in 1...10, was 11.0\n"),
  ]

  @Test("a file ends in one sentence with its line, a failing status, and nothing written", arguments: cases)
  func file(_ bad: Case) throws {
    let folder = try TemporaryFolder()
    if let content = bad.content { try folder.write(content, to: bad.file) }
    let before = try folder.names()
    let result = try folder.tool.run(["--config", bad.file, "--output", "run"] + bad.flags)
    #expect(result.error.hasPrefix("Error: " + bad.sentence))
    #expect(result.error.hasSuffix("\n") && result.error.dropLast().contains("\n") == false)
    #expect(result.status == 1)
    #expect(try folder.names() == before)
  }

  static let flags: [([String], String)] = [
    (["--capital", "-5"], "--capital must be positive, was -5.0"),
    (["--leverage", "nan"], "--leverage must be a finite number, was nan"),
    (["--maximum-positions", "9"], "--maximum-positions must be at most the 5 position slots, was 9"),
    (["--seed", "1", "--epochs", "-1"], "--epochs must be positive, was -1"),
    (["--stop-loss", "-1.5"], "--stop-loss must be in -1..<0, was -1.5"),
    (["--stop-loss", "0.02"], "--stop-loss must be in -1..<0, was 0.02"),
    (["--fee-multiplier", "-1"], "--fee-multiplier must be in 0...100, was -1.0"),
    (["--episode-hours", "0"], "--episode-hours must be positive, was 0"),
    (["--reward-scale", "0"], "--reward-scale must be positive, was 0.0"),
    (["--timesteps", "0"], "--timesteps must be positive, was 0"),
    (["--environments", "0"], "--environments must be in 1...1024, was 0"),
    (["--clip-range", "1.3"], "--clip-range must be in 0..<1, was 1.3"),
    (["--discount", "1.5"], "--discount must be in 0...1, was 1.5"),
    (["--learning-rate", "0"], "--learning-rate must start above 0, was 0.0"),
    (["--threads", "3"], "--threads must be 1 or 2, was 3"),
    (["--layout", "document", "--dropout", "1"], "--dropout must be in 0..<1, was 1.0"),
    (["--hidden", "64"], "--hidden must be given with network mlp only, was [64] with pointer"),
    (["--network", "mlp", "--hidden", "0"], "--hidden must have widths in 1...4096, was [0]"),
    (["--network", "mlp", "--dropout", "0.1"], "--dropout must be 0 but for network modular, was 0.1"),
    (
      ["--layout", "document", "--preset", "simple", "--network", "modular"],
      "--network must be mlp for the simple preset in the document layout, was modular"
    ),
    (["--decision-interval", "5"], "--decision-interval must divide 24, was 5"),
    (["--cost-ramp", "1.5"], "--cost-ramp must be in 0...1, was 1.5"),
    (["--network", "mlp", "--hold-preference", "1"], "--hold-preference must be 0 but for network pointer, was 1.0"),
    (["--data", "x", "--market", "planted"], "--market must be left out where data are given, was planted"),
    (["--synthetic-days", "3"], "--synthetic-days must be in 14...3650, was 3"),
    (["--train-from", "yesterday"], "--train-from must be a day as YYYY-MM-DD, was yesterday"),
    (["--market", "calibrated", "--venues", "kraken"], "venues must be among binance, bybit, hyperliquid, was kraken"),
    (
      ["--output", "/proc/nowhere", "--layout", "document"],
      "/proc/nowhere cannot be written: No such file or directory"
    ),
  ]

  @Test("a flag out of range is named with its rule and the value", arguments: flags)
  func flag(_ arguments: [String], _ sentence: String) throws {
    let folder = try TemporaryFolder()
    let result = try folder.tool.run(SmallMarket.generated.filter { _ in arguments[0] == "--output" } + arguments)
    #expect(result.error == "Error: \(sentence)\n")
    #expect(result.status == 1)
    #expect(try folder.names() == [])
  }

  static let unparsable: [([String], String)] = [
    (["--leverage", "two"], "The value 'two' is invalid for '--leverage <leverage>'"),
    (["--preset", "huge"], "The value 'huge' is invalid for '--preset <preset>'"),
    (["--hidden", "64,x"], "The value '64,x' is invalid for '--hidden <hidden>'"),
    (["--learning-rate", "1,2,3"], "The value '1,2,3' is invalid for '--learning-rate <learning-rate>'"),
    (["--reward-terms", "greed"], "The value 'greed' is invalid for '--reward-terms <reward-terms>'"),
    (["--symbols", "A,,B"], "The value 'A,,B' is invalid for '--symbols <symbols>'"),
    (["--unknown"], "Unknown option '--unknown'"),
    (
      ["--resume", "run", "--seed", "2", "--output", "x"],
      "--resume goes on with the settings of the run, was given together with --output, --seed"
    ),
    (["evaluate"], "Missing expected argument '--run <run>'"),
  ]

  @Test("a flag that cannot be read ends with the usage and status 64", arguments: unparsable)
  func usage(_ arguments: [String], _ sentence: String) throws {
    let folder = try TemporaryFolder()
    let result = try folder.tool.run(arguments)
    #expect(result.error.hasPrefix("Error: \(sentence)"))
    #expect(result.error.contains("Usage: example-funding-arb"))
    #expect(result.status == 64)
    #expect(try folder.names() == [])
  }
}
