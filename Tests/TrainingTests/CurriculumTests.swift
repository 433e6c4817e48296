import Persistence
import RLCore
import Randomness
import Testing
import Training

@Suite("Curriculum")
struct CurriculumTests {
  private typealias Stage = NormalizedEnvironments<VectorEnvironment<FixedLength>>

  private let random = RandomStream(seed: 1)

  /// A stage of episodes of a length, whose score is the steps that its judge has been asked at, by tens.
  private func phase(
    _ name: String, length: Int, longest: Int = 100, goal: Double,
    seen: @escaping (NormalizationStatistics?) -> Void = { _ in }
  ) -> CurriculumPhase<Stage> {
    var judgements = 0.0
    return CurriculumPhase(
      name, longest: longest, judgementInterval: 10,
      makeEnvironments: { random in
        NormalizedEnvironments(
          try VectorEnvironment([FixedLength(length: length), FixedLength(length: length)], random: random))
      },
      judge: { _, statistics in
        seen(statistics)
        judgements += 1
        return CurriculumJudgement(score: judgements, goal: goal, measure: "judgements")
      })
  }

  @Test("A stage ends when its goal is passed or its time is up, and the last goes on to the end")
  func stages() throws {
    let curriculum = Curriculum(
      StubAgent(interval: 4),
      phases: [
        phase("short", length: 3, goal: 2), phase("long", length: 5, longest: 24, goal: 99),
        phase("last", length: 7, longest: 10, goal: 99),
      ], totalSteps: 120, random: random)
    #expect(try curriculum.run() == "all 120 steps taken")
    #expect(curriculum.records.map(\.firstStep) == [0, 30, 54])
    #expect(curriculum.records.map(\.lastStep) == [30, 54, 120])
    #expect(curriculum.records[0].judgements.map(\.steps) == [10, 20, 30])
    #expect(curriculum.records[0].reason == "short passed: judgements 3.0 above 2.0")
    #expect(curriculum.records[1].reason == "time was up after 54 steps")
  }

  @Test("The last stage goes on to the end although its goal is passed")
  func lastStage() throws {
    let curriculum = Curriculum(
      StubAgent(interval: 4),
      phases: [phase("first", length: 3, longest: 20, goal: 99), phase("last", length: 3, goal: 1)], totalSteps: 80,
      random: random)
    #expect(try curriculum.run() == "all 80 steps taken")
    #expect(curriculum.records[1].judgements.map(\.judgement.isPassed) == [false, true, true, true, true, true])
    #expect(curriculum.records[1].lastStep == 80)
  }

  @Test("A checkpoint at the very end of a stage keeps why the stage ended", arguments: [2.0, 99])
  func checkpointAtEndOfStage(goal: Double) throws {
    /// Keeps a checkpoint as the process is killed right after it.
    final class Keeper: Callback {
      let events: TrainingEvents = .steps
      var archive: TensorArchive?
      func stepDidEnd(in run: any TrainingRun) throws -> Verdict {
        if run.progress.steps == 30 { archive = try run.archive(.training) }
        return .proceed
      }
    }
    func curriculum(_ callbacks: [any Callback] = []) -> Curriculum<Stage> {
      Curriculum(
        CountingAgent(),
        phases: [phase("a", length: 3, longest: 30, goal: goal), phase("b", length: 5, goal: 99)], totalSteps: 60,
        callbacks: callbacks, random: random)
    }
    let keeper = Keeper()
    let whole = curriculum([keeper])
    try whole.run()
    let resumed = curriculum()
    try resumed.restore(.training, from: try #require(keeper.archive))
    try resumed.run()
    #expect(resumed.records[0] == whole.records[0])
    #expect(whole.records[0].lastStep == 30 && whole.records[0].reason != nil)
    #expect(resumed.records.map(\.reason) == whole.records.map(\.reason))
  }

  @Test("What is normalised by is carried from stage to stage")
  func statistics() throws {
    var counts: [Double] = []
    let curriculum = Curriculum(
      StubAgent(interval: 4),
      phases: [
        phase("first", length: 3, longest: 40, goal: 99),
        phase("second", length: 5, goal: 99) { counts.append($0?.observations?.statistics.count[0] ?? 0) },
      ], totalSteps: 80, random: random)
    try curriculum.run()
    #expect(
      counts.first.map { $0 > 50 } == true, "the second stage begins with the 42 rows of the first, was \(counts)")
  }

  @Test("A curriculum that goes on from an archive ends as it would have without", arguments: [8, 29, 30, 31, 47, 60])
  func resume(pause: Int) throws {
    /// Stops once, after so many steps.
    final class Pause: Callback {
      let events: TrainingEvents = .steps
      let steps: Int
      init(_ steps: Int) { self.steps = steps }
      func stepDidEnd(in run: any TrainingRun) -> Verdict {
        run.progress.steps >= steps ? .stop(reason: "pause") : .proceed
      }
    }
    func curriculum(_ callbacks: [any Callback] = []) -> Curriculum<Stage> {
      Curriculum(
        CountingAgent(),
        phases: [phase("a", length: 3, longest: 30, goal: 99), phase("b", length: 5, goal: 99)], totalSteps: 90,
        callbacks: callbacks, random: random)
    }
    let whole = curriculum()
    try whole.run()
    let first = curriculum([Pause(pause)])
    #expect(try first.run() == "pause")
    let file = try first.archive(.training).serialized()
    let second = curriculum()
    try second.restore(.training, from: TensorArchive(serialized: file))
    try second.run()
    let (one, other) = (try whole.archive(.training), try second.archive(.training))
    #expect(one.tensors == other.tensors && one.metadata["trainer/training"] == other.metadata["trainer/training"])
    #expect(whole.records.map(\.lastStep) == second.records.map(\.lastStep))
  }

  @Test("A callback that stops in the step in which a stage is passed has the last word, and the run goes on later")
  func stopAtPromotion() throws {
    var stops = 1
    let curriculum = Curriculum(
      StubAgent(interval: 4), phases: [phase("short", length: 3, goal: 2), phase("last", length: 5, goal: 99)],
      totalSteps: 60,
      callbacks: [
        .stopOnStep { run in
          guard run.progress.steps == 30, stops > 0 else { return nil }
          stops -= 1
          return "enough"
        }
      ], random: random)
    #expect(try curriculum.run() == "enough")
    #expect(curriculum.progress.steps == 30 && curriculum.records.count == 1)
    #expect(try curriculum.run() == "all 60 steps taken")
    #expect(curriculum.records.map(\.firstStep) == [0, 30])
  }

  @Test("An archive of other stages is refused")
  func otherStages() throws {
    let one = Curriculum(
      StubAgent(interval: 4), phases: [phase("short", length: 3, goal: 2)], totalSteps: 20, random: random)
    try one.run()
    let other = Curriculum(
      StubAgent(interval: 4), phases: [phase("tall", length: 3, goal: 2)], totalSteps: 20, random: random)
    #expect(throws: ArchiveError(#"is for a curriculum that begins with ["short"], this one has ["tall"]"#)) {
      try other.restore(.training, from: try one.archive(.training))
    }
  }

  /// Draws, and learns the sum of what it drew and saw.
  private final class CountingAgent: Agent {
    typealias ActionType = DiscreteAction
    var sum: Float = 0

    func act(
      on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
    ) -> [DiscreteAction] {
      (0..<observations.count).map { _ in
        sum += Float(random.index(below: 10))
        return DiscreteAction(0)
      }
    }

    func record(_ transitions: TransitionBatch<DiscreteAction>, next: ObservationBatch) {
      sum += next.values.reduce(0, +) + transitions.rewards.reduce(0, +)
    }

    func learn(progress: TrainingProgress, using random: inout RandomStream) -> UpdateReport? {
      progress.steps % 8 == 0 ? UpdateReport() : nil
    }

    func archive(_ content: CheckpointContent) throws(ArchiveError) -> TensorArchive {
      var archive = TensorArchive()
      archive.add(.init(name: "sum", shape: [1], values: [sum]))
      return archive
    }

    func restore(_ content: CheckpointContent, from archive: TensorArchive) throws(ArchiveError) {
      sum = try archive.tensor("sum", shape: [1])[0]
    }
  }
}
