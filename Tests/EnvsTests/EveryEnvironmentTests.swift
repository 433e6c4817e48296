import Envs
import RLCore
import RLTesting
import Testing

@Suite("Every built-in environment passes checkEnvironment")
struct EveryEnvironmentTests {
  private func expectPass<E: Environment>(
    _ name: String, isDeterministic: Bool = false, _ make: () throws -> E
  ) rethrows {
    let report = try checkEnvironment(make, episodes: 2, isDeterministic: isDeterministic)
    #expect(report.isPassed, "\(name): \(report)")
  }

  @Test("Classic control")
  func classicControl() {
    expectPass("CartPole") { CartPole() }
    expectPass("Acrobot") { Acrobot() }
    expectPass("MountainCar") { MountainCar() }
    expectPass("MountainCarContinuous") { MountainCarContinuous() }
    expectPass("Pendulum") { Pendulum() }
  }

  @Test("Wrapped ones")
  func wrapped() {
    expectPass("TimeLimit") { TimeLimit(CartPole(), maximumSteps: 7) }
    expectPass("FrameStack") { FrameStack(CartPole(), frameCount: 3) }
    expectPass("RescaledAction") { RescaledAction(Pendulum()) }
    expectPass("CartPole without velocity") { CartPole().withoutVelocity }
    expectPass("Pendulum without velocity") { Pendulum().withoutVelocity }
    expectPass("MountainCarContinuous without velocity") { MountainCarContinuous().withoutVelocity }
    expectPass("all") {
      TimeLimit(RescaledAction(FrameStack(Pendulum().withoutVelocity, frameCount: 4)), maximumSteps: 20)
    }
  }

  @Test("Funding arbitrage, in every preset, on a random market")
  func fundingArbitrage() throws {
    let fixture = MarketFixture.random(symbols: ["BTCUSDT", "ETHUSDT"], hours: 200, seed: 3)
    for (name, preset) in [
      ("simple", FundingArbitrageConfiguration.simple), ("pbt", .pbt), ("full", .full),
    ] {
      var configuration = preset
      configuration.window = .randomWindow(hours: 60)
      try expectPass(name) {
        try FundingArbitrageEnvironment(
          market: fixture.market(slotCount: max(10, configuration.opportunitySlots)), configuration: configuration)
      }
    }
    var learning = FundingArbitrageConfiguration.full
    learning.layout = .linked
    learning.decisionInterval = 8
    learning.closesRandomWindows = false
    learning.reward.costRampSteps = 100
    try expectPass("linked") {
      try FundingArbitrageEnvironment(market: fixture.market(), configuration: learning)
    }
    var story = FundingArbitrageConfiguration.story
    story.window = .fullRange
    try expectPass("story", isDeterministic: true) {
      try FundingArbitrageEnvironment(market: fixture.market(), configuration: story)
    }
  }
}
