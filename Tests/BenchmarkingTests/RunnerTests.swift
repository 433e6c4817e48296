import Benchmarking
import Foundation
import RLCore
import Settings
import Testing

@Suite struct RunnerTests {
  private let benchmark = SmallBenchmark()
  private let preset = SmallBenchmark.preset()

  @Test func `a run that is there already is not made again`() throws {
    defer { benchmark.remove() }
    #expect(benchmark.run([preset]).outcomes == [.trained, .trained])
    let before = try benchmark.results(of: preset)
    #expect(benchmark.run([preset], seeds: 3).outcomes == [.kept, .kept, .trained])
    // The wall times are those of the first run.
    #expect(try Array(benchmark.results(of: preset).prefix(2)) == before)
  }

  @Test func `a run that is asked for again is made again`() {
    defer { benchmark.remove() }
    #expect(benchmark.run([preset], seeds: 1).outcomes == [.trained])
    #expect(benchmark.run([preset], seeds: 1, isFresh: true).outcomes == [.trained])
  }

  @Test func `a result of other settings is made again and the setting is named`() throws {
    defer { benchmark.remove() }
    _ = benchmark.run([preset], seeds: 1)
    let changed = SmallBenchmark.preset(learningRate: 2e-3)
    let (outcomes, messages) = benchmark.run([changed], seeds: 1)
    #expect(outcomes == [.trained])
    #expect(messages[0] == "ppo/CartPole-v1 seed 1: is made again: learningRate was 0.001, is 0.002 now")
    #expect(benchmark.run([changed], seeds: 1).outcomes == [.kept])
  }

  @Test func `a setting that a file does not name counts as its default`() throws {
    defer { benchmark.remove() }
    _ = benchmark.run([preset], seeds: 1)
    var result = try #require(try benchmark.results(of: preset).first)
    guard case .object(var fields) = result.settings else { return #expect(Bool(false), "settings are an object") }
    fields["adamEpsilon"] = nil
    result.settings = .object(fields)
    try result.write(to: ResultFolder(benchmark.folder).file(of: preset, seed: 1))
    #expect(benchmark.run([preset], seeds: 1).outcomes == [.kept])
    fields["lambda"] = nil
    fields["discount"] = .number(0.5)
    result.settings = .object(fields)
    try result.write(to: ResultFolder(benchmark.folder).file(of: preset, seed: 1))
    #expect(benchmark.run([preset], seeds: 1).outcomes == [.trained])
  }

  @Test func `a damaged result is made again`() throws {
    defer { benchmark.remove() }
    _ = benchmark.run([preset], seeds: 1)
    try Data("{\"agent\": \"pp".utf8).write(to: ResultFolder(benchmark.folder).file(of: preset, seed: 1))
    #expect(benchmark.run([preset], seeds: 1).outcomes == [.trained])
    #expect(try benchmark.results(of: preset).count == 1)
  }

  @Test func `results do not depend on how many runs go on at once`() throws {
    let other = SmallBenchmark()
    defer {
      benchmark.remove()
      other.remove()
    }
    let presets = [preset, SmallBenchmark.preset(learningRate: 2e-3, task: "CartPole again")]
    let tasks = BenchmarkTask.classic + [BenchmarkTask("CartPole again", source: BenchmarkTask.classic[0].source)]
    #expect(benchmark.run(presets, jobs: 1, tasks: tasks).outcomes.allSatisfy { $0 == .trained })
    #expect(other.run(presets, jobs: 3, tasks: tasks).outcomes.allSatisfy { $0 == .trained })
    for preset in presets {
      let (one, three) = (try benchmark.results(of: preset), try other.results(of: preset))
      #expect(one.map(\.returns) == three.map(\.returns))
      #expect(one.map(\.seed) == [1, 2])
      #expect(one[0].returns != one[1].returns)
    }
  }

  @Test func `a result says what was done`() throws {
    defer { benchmark.remove() }
    _ = benchmark.run([preset], seeds: 1)
    let result = try #require(try benchmark.results(of: preset).first)
    // A hundred steps are four rollouts of sixteen steps in two environments.
    #expect((result.steps, result.environments, result.returns.count) == (128, 2, 3))
    #expect(result.settings == preset.settings.json)
    #expect(result.trainingSeconds > 0)
    #expect((result.version, result.machine) == ("test", .current))
    #expect(benchmark.files == ["ppo", "ppo/CartPole-v1", "ppo/CartPole-v1/seed-1.json"])
  }

  @Test func `a run that breaks off leaves no file`() {
    defer { benchmark.remove() }
    let tasks = [BenchmarkTask("Failing", source: InProcess { FailingEnvironment() })]
    let (outcomes, messages) = benchmark.run([SmallBenchmark.preset(task: "Failing")], seeds: 1, tasks: tasks)
    guard case .failed(let reason) = outcomes.first else { return #expect(Bool(false), "was \(outcomes)") }
    #expect(reason.hasPrefix("reward of environment 0 must be finite, was nan"))
    #expect(messages.last == "ppo/Failing seed 1: failed: \(reason)")
    #expect(benchmark.files.isEmpty)
  }

  @Test func `what a killed run left behind does not count`() throws {
    defer { benchmark.remove() }
    _ = benchmark.run([preset], seeds: 1)
    let file = ResultFolder(benchmark.folder).file(of: preset, seed: 2)
    let partial = file.deletingLastPathComponent().appendingPathComponent(".seed-2.json.1.0.partial")
    try Data("{".utf8).write(to: partial)
    #expect(try benchmark.results(of: preset).map(\.seed) == [1])
    #expect(benchmark.run([preset]).outcomes == [.kept, .trained])
  }

  @Test func `environments that are not to be had are reported once and stop nothing else`() {
    defer { benchmark.remove() }
    let tasks = [BenchmarkTask("Absent", source: AbsentSource())] + BenchmarkTask.classic
    let (outcomes, messages) = benchmark.run([SmallBenchmark.preset(task: "Absent"), preset], tasks: tasks)
    let reason = "there is no such simulator here"
    #expect(outcomes == [.unavailable(reason), .unavailable(reason), .trained, .trained])
    #expect(messages.filter { $0.contains(reason) } == ["ppo/Absent seed 1: cannot run here: \(reason)"])
  }

  @Test func `an agent that is not there is reported with those that are`() {
    defer { benchmark.remove() }
    let (outcomes, _) = benchmark.run([SmallBenchmark.preset(agent: "abc")], seeds: 1)
    guard case .unavailable(let reason) = outcomes.first else { return #expect(Bool(false), "was \(outcomes)") }
    #expect(reason.hasPrefix("there is no agent abc; there are ppo"))
  }
}
