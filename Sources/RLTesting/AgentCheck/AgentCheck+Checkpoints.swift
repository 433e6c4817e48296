import Persistence
import RLCore
import Randomness

/// A step at which a training is stopped, and what it is called in a violation.
struct StoppingPlace: Equatable {
  let step: Int
  let name: String

  /// Where a training is stopped: right after an update, and where an agent holds experience that it has not learnt from.
  ///
  /// - Parameters:
  ///   - updates: Steps after which updates had been made, at least one in the second half.
  ///   - steps: Of the whole training.
  ///   - environments: Steps that pass at once.
  /// - Returns: At least one place.
  static func places(updates: [Int], steps: Int, environments: Int) -> [StoppingPlace] {
    var places: [StoppingPlace] = []
    if let middle = updates.first(where: { $0 * 2 >= steps }) {
      places.append(StoppingPlace(step: middle, name: "right after an update"))
    }
    if let first = updates.first, first > environments {
      places.append(StoppingPlace(step: third(1, from: 0, to: first, environments), name: "before the first update"))
    }
    // Agents that update with every step have no such place.
    let pairs = zip(updates, updates.dropFirst()).filter { $1 - $0 > environments }
    if let (start, end) = pairs.first(where: { $0.0 * 2 >= steps }) ?? pairs.last {
      places.append(StoppingPlace(step: third(2, from: start, to: end, environments), name: "between two updates"))
    }
    return places
  }

  /// The step at one or two thirds of the way between two others that are at least two apart, never one of them.
  ///
  /// Not half-way, where episodes as long as a power of two end as well and less is under way.
  private static func third(_ count: Int, from start: Int, to end: Int, _ environments: Int) -> Int {
    start + max(1, (end - start) / environments * count / 3) * environments
  }
}

extension AgentCheck {
  /// Restored policies act alike, restored trainings end alike wherever they were stopped, and what does not fit is
  /// refused.
  mutating func checkCheckpoints(_ reference: Reference) {
    let places = StoppingPlace.places(updates: reference.updates, steps: steps, environments: environments)
    for (index, place) in places.enumerated() {
      do {
        let session = try resume(at: place, towards: reference)
        if index == 0 { try checkPolicy(of: session) }
      } catch {
        report.add(
          .trainingCheckpoint, "a training checkpoint \(place.name) must be readable by a new agent, but \(error)")
      }
    }
  }

  /// Trains to a place, goes on with a new agent there, and compares what both come to.
  private mutating func resume(at place: StoppingPlace, towards reference: Reference) throws -> Session {
    let session = try makeSession()
    while session.progress.steps < place.step { _ = try session.step() }
    let successor = try makeSession(agentSeed: "successor").agent
    // Through the bytes of a file, as a new process reads it.
    let file = try session.agent.archive(.training).serialized()
    try successor.restore(.training, from: TensorArchive(serialized: file))
    session.agent = successor
    let taken = "a checkpoint taken \(place.name), at step \(place.step),"
    if try finish(session) != reference.policy {
      report.add(
        .trainingCheckpoint, "training that goes on from \(taken) must end as it would have without, bit for bit")
    } else if try session.agent.archive(.training) != reference.training {
      report.add(.trainingCheckpoint, "training that goes on from \(taken) must remember what it would have without")
    }
    return session
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
    if try reader.agent.act(on: session.observations, mode: .exploit, using: &random)
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
}
