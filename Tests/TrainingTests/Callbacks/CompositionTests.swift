import RLCore
import Testing

@testable import Training

@Suite struct CompositionTests {
  @Test func `closures of a line are told of each event`() throws {
    var calls: [String] = []
    let trainer = try WalkRun.trainer(
      steps: 30,
      callbacks: [
        .onStart { run in calls.append("start \(run.progress.steps)") },
        .onEpisode { episode, _ in if calls.last != "episode" { calls.append("episode") } },
        .onUpdate { report, run in calls.append("update \(run.progress.updates) \(report["sum"] != nil)") },
        .every(steps: 10) { run in calls.append("step \(run.progress.steps)") },
        .onEnd { reason, _ in calls.append("end: \(reason)") },
      ])
    try trainer.run()
    #expect(
      calls.filter { $0 != "episode" } == [
        "start 0", "step 12", "update 1 true", "step 21", "update 2 true", "step 30", "end: all 30 steps taken",
      ])
    #expect(calls.contains("episode"))
  }

  @Test func `closures give reasons to stop`() throws {
    func steps(_ callback: any Callback) throws -> (String, Int) {
      let trainer = try WalkRun.trainer(callbacks: [callback])
      return (try trainer.run(), trainer.progress.steps)
    }
    #expect(try steps(.stopOnStep { $0.progress.steps > 20 ? "far enough" : nil }) == ("far enough", 21))
    #expect(try steps(.stopOnUpdate { _, run in run.progress.updates == 3 ? "three" : nil }) == ("three", 45))
    let (reason, count) = try steps(.stopOnEpisode { episode, _ in episode.length > 0 ? "one" : nil })
    #expect(reason == "one" && count < 300)
  }

  @Test func `a closure that throws ends the run with its error`() {
    struct Refusal: Error {}
    #expect(throws: Refusal.self) { try WalkRun.trainer(callbacks: [.onUpdate { _, _ in throw Refusal() }]).run() }
  }

  @Test func `a list tells its members in order, each of what it watches, and stops for the first reason`() throws {
    let (episodes, updates) = (Witness(.episodes), Witness(.updates, stopsAtUpdate: 2))
    let list = CallbackList([
      episodes, CallbackList([updates]), .stopOnUpdate { _, run in run.progress.updates == 2 ? "late" : nil },
    ])
    #expect(list.events == [.episodes, .updates])
    let alone = (Witness(.episodes), Witness(.updates, stopsAtUpdate: 2))
    let reason = try WalkRun.trainer(callbacks: [list]).run()
    #expect(try WalkRun.trainer(callbacks: [alone.0, alone.1]).run() == reason && reason == "enough updates")
    #expect(episodes.calls == alone.0.calls && updates.calls == alone.1.calls)
    #expect(!episodes.calls.contains { $0.hasPrefix("update") } && updates.calls.count == 4)
  }

  @Test func `an interval finds every multiple that steps leap over`() {
    var interval = StepInterval(10)
    interval.begin(at: 0)
    #expect(
      [3, 9, 10, 11, 35, 39, 40].map { interval.isDue(at: $0) } == [false, false, true, false, true, false, true])
    interval.begin(at: 40)
    #expect(!interval.isDue(at: 40) && !interval.isDue(at: 49) && interval.isDue(at: 50))
  }
}
