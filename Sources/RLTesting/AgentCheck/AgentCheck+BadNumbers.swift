import Persistence
import RLCore
import Randomness
import Settings

extension AgentCheck {
  private typealias Spoilt = TrainingSession<ActionType, VectorEnvironment<BadNumbers<E>>>

  /// A training in environments of which the first is bad once, after the first update, so that there is something to
  /// lose.
  private func makeSpoilt(_ quantity: BadNumbers<E>.Quantity) throws -> Spoilt {
    let place = max(2, steps / environments * 3 / 4)
    let spoilt = try VectorEnvironment(
      (0..<environments).map { BadNumbers(makeEnvironment(), quantity, at: $0 == 0 ? place : .max) },
      random: root.split("environments"))
    let agent = try R.make(settings, in: AgentContext(spoilt, random: root.split("agent")))
    return TrainingSession(agent, in: spoilt, steps: steps, random: root.split("training"))
  }

  /// Bad numbers stop training and leave everything that was learnt alone; then training can resume.
  mutating func checkBadNumbers() {
    for quantity in [BadNumbers<E>.Quantity.observation, .reward] {
      let rule: AgentReport.Rule = quantity == .reward ? .badReward : .badObservation
      do {
        let session = try makeSpoilt(quantity)
        // A rollout that holds the bad number may still have to fill up.
        let patience = 8 * steps
        var before = try LearnedNumbers(of: session.agent)
        var isRefused = false
        while !isRefused && session.progress.steps < patience {
          before = try LearnedNumbers(of: session.agent)
          do {
            _ = try session.step()
          } catch {
            guard error is AgentError || error is PolicyError else { throw error }
            isRefused = true
          }
        }
        report.stepCount += session.progress.steps
        guard isRefused else {
          report.add(rule, "\(quantity.phrase) that is not a number must stop training with an error")
          continue
        }
        if try LearnedNumbers(of: session.agent) != before {
          report.add(rule, "\(quantity.phrase) that is not a number must leave what was learnt as it was")
        }
        try checkResuming(session.agent, after: "\(quantity.phrase) that is not a number")
      } catch {
        report.add(rule, "the check could not be made, since \(error)")
      }
    }
  }

  /// A reward whose square overflows may stop an update half-way, which must then leave everything as it was.
  mutating func checkHugeRewards() {
    do {
      let session = try makeSpoilt(.hugeReward)
      while !session.progress.isComplete {
        let before = try LearnedNumbers(of: session.agent)
        do {
          _ = try session.step()
        } catch is AgentError {
          if try LearnedNumbers(of: session.agent) != before {
            report.add(.recovery, "an update that fails must leave what was learnt as it was")
          }
        }
      }
      count(session.progress)
      if try !LearnedNumbers(of: session.agent).isFinite {
        report.add(.recovery, "a huge reward must not leave numbers that are not finite in what was learnt")
      }
      try checkActing(session.agent, after: "a huge reward")
    } catch {
      report.add(.recovery, "the check could not be made, since \(error)")
    }
  }

  /// The agent acts in every mode that notes nothing.
  private mutating func checkActing(_ agent: any Agent<ActionType>, after event: String) throws {
    let session = try makeSession()
    var random = root.split("after an error")
    for mode in [ActingMode.exploit, .sample] {
      let actions = try agent.act(on: session.observations, mode: mode, using: &random)
      if let problem = Self.problem(
        with: actions, for: session.observations, space: session.environments.actionSpace)
      {
        report.add(.recovery, "after \(event) the agent must act, but \(problem)")
      }
    }
  }

  /// The agent acts, and learns from new environments.
  private mutating func checkResuming(_ agent: any Agent<ActionType>, after event: String) throws {
    try checkActing(agent, after: event)
    let session = try makeSession()
    session.agent = agent
    let before = try LearnedNumbers(of: agent)
    while !session.progress.isComplete {
      do {
        _ = try session.step()
      } catch {
        report.add(.recovery, "after \(event) training must resume with good numbers, but \(error)")
        return
      }
    }
    count(session.progress)
    let after = try LearnedNumbers(of: agent)
    if after == before { report.add(.recovery, "after \(event) training must resume, but nothing was learnt") }
    if !after.isFinite { report.add(.recovery, "after \(event) what is learnt must be finite") }
  }
}
