import RLFramework
import Testing
import TradingExperiments

struct TradingCurriculumTests {
  @Test func `three stages, the first two at most three tenths of the steps each`() throws {
    var settings = SmallExperiment.settings
    settings.timesteps = 1280
    let phases = try TradingCurriculum(settings, try PreparedMarket(settings)).phases
    #expect(phases.map(\.name) == ["fixed settings", "drawn settings", "long episodes"])
    #expect(phases.allSatisfy { $0.longest == 384 && $0.judgementInterval == 128 })
  }

  @Test func `a stage judges the same policy the same, and one that never trades passes none`() throws {
    let settings = SmallExperiment.settings
    let phases = try TradingCurriculum(settings, try PreparedMarket(settings)).phases
    for phase in phases {
      let judgement = try phase.judge(Idle(), nil)
      #expect(judgement == (try phase.judge(Idle(), nil)))
      #expect(judgement.score == 0 && !judgement.isPassed, "\(phase.name)")
    }
  }

  @Test func `hours that are too few for the longest stage are refused`() throws {
    let settings = SmallExperiment.settings
    let source = try MarketSource(settings)
    let market = PreparedMarket(source, windows: Windows(train: [0..<150], validation: 150..<200, final: 200..<300))
    #expect(throws: ConfigurationError.self) { try TradingCurriculum(settings, market) }
  }

  /// Holds what it has: action 0.
  private final class Idle: Policy {
    func act(
      on observations: ObservationBatch, mode: ActingMode, using random: inout RandomStream
    ) -> [DiscreteAction] {
      Array(repeating: DiscreteAction(0), count: observations.count)
    }
  }
}
