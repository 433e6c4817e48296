import Persistence
import RLCore
import Randomness
import Settings

extension AgentCheck {
  /// The same training again, evaluated in between; and with another seed.
  mutating func checkRepeatability(_ reference: Reference) {
    do {
      let again = try finish(try makeSession())
      if again != reference.policy {
        report.add(.reproducibility, "the same seed must bring the same policy, bit for bit")
        return
      }
      let watched = try makeSession()
      let random = root.split("evaluation")
      while !watched.progress.isComplete {
        _ = watched.exploit(random: random)
        _ = try watched.step()
      }
      count(watched)
      if try watched.agent.archive(.policy) != reference.policy {
        report.add(.undisturbedTraining, "exploiting between the steps of training must not change what is learnt")
      }
      if try finish(try makeSession(agentSeed: "another agent")) == reference.policy {
        report.add(.seeds, "another seed must bring another policy")
      }
    } catch {
      report.add(.reproducibility, "training must go through again, but \(error)")
    }
  }

  /// Trains to the end and returns the policy.
  private mutating func finish(_ session: Session) throws -> TensorArchive {
    while !session.progress.isComplete { _ = try session.step() }
    count(session)
    return try session.agent.archive(.policy)
  }

  /// Restored policies act alike, restored trainings end alike, and what does not fit is refused.
  mutating func checkCheckpoints(_ reference: Reference) {
    do {
      let session = try makeSession()
      while session.progress.steps < reference.middle { _ = try session.step() }
      let successor = try makeSession(agentSeed: "successor").agent
      try successor.restore(.training, from: try session.agent.archive(.training))
      session.agent = successor
      if try finish(session) != reference.policy {
        report.add(
          .trainingCheckpoint, "training that goes on from a checkpoint must end as it would have without, bit for bit")
      } else if try session.agent.archive(.training) != reference.training {
        report.add(.trainingCheckpoint, "a resumed training must also remember what it would have without")
      }
      try checkPolicy(of: session)
    } catch {
      report.add(.trainingCheckpoint, "a training checkpoint must be readable by a new agent, but \(error)")
    }
  }

  private mutating func checkPolicy(of session: Session) throws {
    let policy = try session.agent.archive(.policy)
    let reader = try makeSession(agentSeed: "reader")
    do {
      try reader.agent.restore(.policy, from: policy)
    } catch {
      report.add(.policyCheckpoint, "a policy checkpoint must be readable by a new agent, but \(error)")
      return
    }
    var random = root.split("exploit")
    if reader.agent.act(on: session.observations, mode: .exploit, using: &random)
      != session.exploit(random: root.split("exploit"))
    {
      report.add(.policyCheckpoint, "a restored policy must act as the one that was saved")
    }
    var foreign = policy
    foreign.metadata["agent"] = "another-agent"
    for (archive, what) in [(TensorArchive(), "an empty archive"), (foreign, "the checkpoint of another agent")] {
      do {
        try reader.agent.restore(.policy, from: archive)
        report.add(.foreignCheckpoint, "\(what) must be refused")
      } catch {
        if try reader.agent.archive(.policy) != policy {
          report.add(.foreignCheckpoint, "\(what) was refused, but the policy has changed")
        }
      }
    }
  }

  /// Bad numbers stop training and leave the policy alone.
  mutating func checkBadNumbers() {
    for quantity in [BadNumbers<E>.Quantity.observation, .reward] {
      let rule: AgentReport.Rule = quantity == .reward ? .badReward : .badObservation
      do {
        // After the first update, so that there is something to lose.
        let place = max(2, steps / environments * 3 / 4)
        let spoilt = VectorEnvironment(
          (0..<environments).map { BadNumbers(makeEnvironment(), quantity, at: $0 == 0 ? place : .max) },
          random: root.split("environments"))
        let agent = try R.make(settings, in: AgentContext(spoilt, random: root.split("agent")))
        let session = TrainingSession(agent, in: spoilt, steps: steps, random: root.split("training"))
        // A rollout that holds the bad number may still have to fill up.
        let patience = 8 * steps
        // Statistics of observations may go on; what was learnt must stay.
        var before = try agent.archive(.policy).tensors
        var refusal: AgentError?
        while refusal == nil && session.progress.steps < patience {
          var hasUpdated = false
          do throws(AgentError) {
            hasUpdated = try session.step()
          } catch {
            refusal = error
          }
          if hasUpdated { before = try agent.archive(.policy).tensors }
        }
        report.stepCount += session.progress.steps
        guard refusal != nil else {
          report.add(rule, "\(quantity.phrase) that is not a number must stop training with an error")
          continue
        }
        if try agent.archive(.policy).tensors != before {
          report.add(rule, "\(quantity.phrase) that is not a number must leave the policy as it was")
        }
      } catch {
        report.add(rule, "the check could not be made, since \(error)")
      }
    }
  }

  /// Learnt actions earn more than random ones.
  mutating func checkLearning(steps: Int) {
    do {
      let environments = VectorEnvironment(
        (0..<self.environments).map { _ in makeEnvironment() }, random: root.split("environments"))
      let agent = try R.make(settings, in: AgentContext(environments, random: root.split("agent")))
      let before = meanReward(of: agent)
      let session = TrainingSession(agent, in: environments, steps: steps, random: root.split("training"))
      while !session.progress.isComplete { _ = try session.step() }
      count(session)
      let after = meanReward(of: agent)
      if after <= before {
        report.add(
          .learning, "\(steps) steps must earn more a step than none, was \(after) and \(before) before")
      }
    } catch {
      report.add(.learning, "training must go through, but \(error)")
    }
  }

  /// What the policy earns a step, over a few hundred steps.
  private func meanReward(of agent: any Agent<ActionType>) -> Double {
    let judges = VectorEnvironment((0..<8).map { _ in makeEnvironment() }, random: root.split("judges"))
    var observations = judges.reset()
    var random = root.split("exploit")
    var total = 0.0
    let length = 64
    for _ in 0..<length {
      let actions = agent.act(on: observations, mode: .exploit, using: &random)
      total += judges.step(actions, observing: &observations).rewards.reduce(0) { $0 + Double($1) }
    }
    return total / Double(length * judges.count)
  }
}
