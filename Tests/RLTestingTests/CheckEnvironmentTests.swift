import RLCore
import RLTesting
import Randomness
import Testing

@Suite("checkEnvironment")
struct CheckEnvironmentTests {
  private func check(_ fault: Fault, isDeterministic: Bool = false) -> EnvironmentReport {
    let outside = Outside()
    return checkEnvironment(
      { FaultyEnvironment(fault, outside: outside) }, maximumSteps: 100, isDeterministic: isDeterministic)
  }

  private func rules(_ fault: Fault) -> [EnvironmentReport.Rule] { check(fault).violations.map(\.rule) }

  private func sentence(_ fault: Fault) -> String { check(fault).violations.first?.description ?? "" }

  @Test("A right environment passes, and the report says what was played")
  func right() {
    let report = check(.none)
    #expect(report.isPassed, "\(report)")
    #expect(report.episodeCount == 3 && report.endedEpisodeCount == 3 && report.stepCount == 60)
  }

  @Test("An observation that changes its width is caught")
  func growingObservation() {
    #expect(rules(.growingObservation) == [.constantSpaces])
    #expect(
      sentence(.growingObservation)
        == "the observation space must never change, had width 2 before the first reset and 3 after step 4 of episode 0"
    )
  }

  @Test("An observation of no value is caught")
  func emptyObservation() { #expect(rules(.emptyObservation) == [.constantSpaces]) }

  @Test("An action space that changes is caught")
  func changingActions() { #expect(rules(.changingActions) == [.constantSpaces]) }

  @Test("A value that is not written, or only added to, is caught")
  func writtenObservation() {
    #expect(rules(.skippedValue) == [.writtenObservation])
    #expect(rules(.addedValue) == [.writtenObservation])
    #expect(sentence(.skippedValue) == "observation value 1 was not written at the start of episode 0")
  }

  @Test("An observed value that is not a number is caught")
  func finiteObservation() {
    #expect(rules(.infiniteObservation) == [.finiteObservation])
    #expect(
      sentence(.infiniteObservation) == "observation value 0 must be finite, was nan after step 6 of episode 0")
  }

  @Test("An infinite reward is caught")
  func finiteReward() {
    #expect(rules(.infiniteReward) == [.finiteReward])
    #expect(sentence(.infiniteReward) == "the reward must be finite, was inf at step 2 of episode 0")
  }

  @Test("A mask without a valid option is caught")
  func validChoice() {
    #expect(rules(.noValidChoice) == [.validChoice])
    #expect(sentence(.noValidChoice) == "choice 0 had no valid option among 3 after step 3 of episode 0")
  }

  @Test("A mask that an environment does not declare is caught")
  func declaredMask() { #expect(rules(.undeclaredMask) == [.declaredMask]) }

  @Test("Randomness that no seed names is caught")
  func reproducibility() {
    #expect(rules(.systemRandomness) == [.reproducibility])
    #expect(sentence(.systemRandomness).hasPrefix("the same seed and actions must bring the same bits: at step 0 of"))
  }

  @Test("An environment that differs from the next one of the same seed is caught")
  func differentEnvironments() { #expect(rules(.differentProcess) == [.reproducibility]) }

  @Test("What an episode leaves to the next one is caught")
  func keptCounter() {
    #expect(rules(.keptCounter) == [.freshReset])
    #expect(sentence(.keptCounter).hasPrefix("an episode must not depend on those before it"))
  }

  @Test("A reset in the middle of an episode that does not clear everything is caught")
  func keptWhenAbandoned() {
    #expect(rules(.keptWhenAbandoned) == [.freshReset])
    #expect(sentence(.keptWhenAbandoned).hasPrefix("an episode must not depend on one that was abandoned"))
  }

  @Test("State that environments share is caught")
  func sharedState() { #expect(rules(.sharedState) == [.separateState]) }

  @Test("Seeds that change nothing are caught, unless the environment is declared deterministic")
  func seeds() {
    #expect(rules(.ignoredSeed) == [.seeds])
    #expect(check(.ignoredSeed, isDeterministic: true).isPassed)
    #expect(check(.none, isDeterministic: true).violations.map(\.rule) == [.seeds])
  }

  @Test("A stream that is only split at reset, so that every episode is the same, is caught")
  func successiveEpisodes() { #expect(rules(.splitOnly) == [.successiveEpisodes]) }

  @Test("An episode that never ends is reported")
  func endless() {
    #expect(rules(.endless) == [.episodeEnd])
    #expect(sentence(.endless) == "none of 3 episodes ended within 100 steps")
  }

  @Test("Every violation is a line of the report")
  func description() {
    let report = check(.endless)
    #expect(
      report.description == """
        1 rules are broken in 3 episodes of 300 steps, 0 of which ended
        episodeEnd: none of 3 episodes ended within 100 steps
        """)
  }
}
