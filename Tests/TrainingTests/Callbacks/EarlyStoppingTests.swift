import Foundation
import RLCore
import Testing
import Training

@Suite struct EarlyStoppingTests {
  /// Says its scores one after the other, one every thirty steps.
  private func scores(_ values: [Double]) -> EvaluationCallback {
    var rest = values
    return EvaluationCallback(every: 30) { ([], rest.isEmpty ? nil : rest.removeFirst()) }
  }

  private func reason(_ callbacks: [any Callback], steps: Int = 600) throws -> (reason: String, steps: Int) {
    let trainer = try WalkRun.trainer(steps: steps, callbacks: callbacks)
    return (try trainer.run(), trainer.progress.steps)
  }

  @Test func `evaluations that do not improve by enough end the run`() throws {
    let evaluation = scores([1, 3, 3.5, 2, 3.9, 8])
    let stopping = EarlyStopping(.noImprovement(patience: 3, minimumChange: 1), of: .scores(of: evaluation))
    let (reason, steps) = try reason([evaluation, stopping])
    #expect(
      reason == "evaluation score did not improve by more than 1.0 in 3 measurements, best 3.0 at step 60")
    #expect(steps == 150)
  }

  @Test func `an improvement starts the patience anew`() throws {
    let evaluation = scores([1, 1, 2, 2, 3, 3, 3])
    let stopping = EarlyStopping(.noImprovement(patience: 2), of: .scores(of: evaluation, named: "net profit"))
    let (reason, steps) = try reason([evaluation, stopping])
    #expect(reason == "net profit did not improve by more than 0.0 in 2 measurements, best 3.0 at step 150")
    #expect(steps == 210)
  }

  @Test func `a goal that is reached ends the run, in either direction`() throws {
    let evaluation = scores([1, 5, 9])
    let (up, upSteps) = try reason([evaluation, EarlyStopping(.reached(5), of: .scores(of: evaluation))])
    #expect(up == "evaluation score reached 5.0 at step 60, the goal was 5.0" && upSteps == 60)
    let losses = scores([9, 7, 4])
    let (down, downSteps) = try reason([
      losses, EarlyStopping(.reached(5), of: .scores(of: losses, named: "loss"), direction: .minimize),
    ])
    #expect(down == "loss reached 4.0 at step 90, the goal was 5.0" && downSteps == 90)
  }

  @Test func `figures of updates, mean returns and closures are measured`() throws {
    // The stub reports 1 / 5 after its first update, 1 / 15 after its third, infinity in between.
    let (figure, updateSteps) = try reason([
      EarlyStopping(.reached(0.1), of: .figure("loss"), direction: .minimize)
    ])
    #expect(figure == "loss reached \(1.0 / 15) at step 45, the goal was 0.1" && updateSteps == 45)

    var returns: [Double] = []
    let (mean, _) = try reason([
      .onEpisode { episode, _ in returns.append(episode.totalReward) },
      EarlyStopping(.reached(-1e9), of: .meanReturn(episodes: 4)),
    ])
    let expected = returns.prefix(4).reduce(0, +) / 4
    #expect(mean.hasPrefix("mean return of 4 episodes reached \(expected) at step "))

    var asked: [Int] = []
    let (custom, steps) = try reason([
      EarlyStopping(
        .reached(2),
        of: .custom("answer", every: 20) { run in
          asked.append(run.progress.steps)
          return asked.count == 1 ? nil : Double(asked.count)
        })
    ])
    #expect(custom == "answer reached 2.0 at step 42, the goal was 2.0" && steps == 42)
    #expect(asked == [21, 42])
  }

  @Test func `what is not finite never counts as better`() throws {
    let (reason, _) = try reason([
      EarlyStopping(.noImprovement(patience: 2), of: .custom("figure", every: 3) { _ in .nan })
    ])
    #expect(reason == "figure did not improve by more than 0.0 in 2 measurements, best undefined")
  }

  @Test func `the wall time counts from when the run began or went on`() throws {
    var now = 100.0
    let stopping = EarlyStopping(
      .wallTime(seconds: 5),
      clock: {
        now += 1
        return now
      })
    let trainer = try WalkRun.trainer(steps: 600, callbacks: [stopping])
    #expect(try trainer.run() == "the wall time of 5.0 s is spent")
    #expect(trainer.progress.steps == 15, "the clock goes on by a second a step")
    try trainer.run()
    #expect(trainer.progress.steps == 30)
  }

  @Test func `conditions are values that settings can hold`() throws {
    let conditions: [StoppingCondition] = [
      .noImprovement(patience: 5, minimumChange: 0.5), .reached(475), .wallTime(seconds: 60),
    ]
    let data = try JSONEncoder().encode(conditions)
    #expect(try JSONDecoder().decode([StoppingCondition].self, from: data) == conditions)
  }
}
