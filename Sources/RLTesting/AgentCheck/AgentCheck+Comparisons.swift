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
      var draws = root.split("samples")
      while !watched.progress.isComplete {
        _ = try watched.exploit(random: random)
        _ = try watched.sample(using: &draws)
        _ = try watched.step()
      }
      count(watched)
      if try watched.agent.archive(.policy) != reference.policy {
        report.add(
          .undisturbedTraining, "exploiting and sampling between the steps of training must not change what is learnt")
      }
      if try finish(try makeSession(agentSeed: "another agent")) == reference.policy {
        report.add(.seeds, "another seed must bring another policy")
      }
    } catch {
      report.add(.reproducibility, "training must go through again, but \(error)")
    }
  }

  /// Trains to the end and returns the policy.
  mutating func finish(_ session: Session) throws -> TensorArchive {
    while !session.progress.isComplete { _ = try session.step() }
    count(session)
    return try session.agent.archive(.policy)
  }

  /// Learnt actions earn more than random ones.
  mutating func checkLearning(steps: Int) {
    do {
      let environments = try VectorEnvironment(
        (0..<self.environments).map { _ in makeEnvironment() }, random: root.split("environments"))
      let agent = try R.make(settings, in: AgentContext(environments, random: root.split("agent")))
      let before = try meanReward(of: agent)
      let session = TrainingSession(agent, in: environments, steps: steps, random: root.split("training"))
      while !session.progress.isComplete { _ = try session.step() }
      count(session)
      let after = try meanReward(of: agent)
      if after <= before {
        report.add(
          .learning, "\(steps) steps must earn more a step than none, was \(after) and \(before) before")
      }
    } catch {
      report.add(.learning, "training must go through, but \(error)")
    }
  }

  /// What the policy earns a step, over a few hundred steps.
  private func meanReward(of agent: any Agent<ActionType>) throws -> Double {
    let judges = try VectorEnvironment((0..<8).map { _ in makeEnvironment() }, random: root.split("judges"))
    var observations = judges.reset()
    var random = root.split("exploit")
    var total = 0.0
    let length = 64
    for _ in 0..<length {
      let actions = try agent.act(on: observations, mode: .exploit, using: &random)
      total += judges.step(actions, observing: &observations).rewards.reduce(0) { $0 + Double($1) }
    }
    return total / Double(length * judges.count)
  }
}
