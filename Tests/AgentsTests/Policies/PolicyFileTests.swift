import Agents
import Foundation
import Networks
import Persistence
import RLCore
import RLTesting
import Randomness
import Settings
import Tensors
import Testing

/// A policy file that does not fit, is damaged or comes from elsewhere ends in one sentence.
@Suite("Policy files that cannot be used")
struct PolicyFileTests {
  private static func agent(
    _ settings: PPOConfiguration = PPOConfiguration(network: MLPBlueprint(hidden: [4])), width: Int = 3,
    choices: Int = 2
  ) throws -> PPO<DiscreteAction> {
    try PPO<DiscreteAction>(
      settings, observationSpace: ObservationSpace(width: width), actionSpace: DiscreteAction.Domain(count: choices),
      masksActions: false, random: RandomStream(seed: 1))
  }

  private static func problem(_ archive: TensorArchive, registry: Registry = .standard) -> String? {
    do {
      _ = try PolicySnapshot<DiscreteAction>(archive, registry: registry)
      return nil
    } catch { return error.problem }
  }

  private static func archive(_ change: (inout TensorArchive) -> Void = { _ in }) throws -> TensorArchive {
    var archive = try agent().archive(.policy)
    change(&archive)
    return archive
  }

  /// The policy's description with a text replaced.
  private static func replacing(_ text: String, by other: String) throws -> TensorArchive {
    try archive { archive in
      let entry = archive.metadata["policy"] ?? ""
      #expect(entry.contains(text), "\(entry)")
      archive.metadata["policy"] = entry.replacingOccurrences(of: text, with: other)
    }
  }

  @Test func `other spaces, another activation and another kind of action`() throws {
    let archive = try Self.archive()
    #expect(Self.problem(archive) == nil)
    func refusal(_ agent: PPO<DiscreteAction>) -> String? {
      #expect(throws: ArchiveError.self) { try agent.restore(.policy, from: archive) }?.problem
    }
    #expect(
      refusal(try Self.agent(width: 5))
        == "is for observations of 3 values (observation), 5 are needed; it may be of another preset")
    #expect(refusal(try Self.agent(choices: 4)) == "is for discrete(2) actions, discrete(4) are needed")
    #expect(
      refusal(try Self.agent(PPOConfiguration(network: MLPBlueprint(hidden: [4], activation: .relu))))
        == "is of a policy whose network.activation is \"tanh\", \"relu\" is needed")
    let other = #expect(throws: ArchiveError.self) {
      try PolicySnapshot<ContinuousAction>(archive, registry: .standard)
    }
    #expect(
      other?.problem == "is no policy that can act here: its actions must be of the kind continuous, was discrete(2)")
  }

  @Test func `a training checkpoint of another activation is refused as well`() throws {
    let training = try Self.agent().archive(.training)
    let reader = try Self.agent(PPOConfiguration(network: MLPBlueprint(hidden: [4], activation: .relu)))
    let before = try reader.archive(.training)
    let error = #expect(throws: ArchiveError.self) { try reader.restore(.training, from: training) }
    #expect(error?.problem == "is of a policy whose network.activation is \"tanh\", \"relu\" is needed")
    #expect(try reader.archive(.training) == before)
    #expect(Self.problem(training) == "is a checkpoint for training, a policy is needed")
  }

  @Test func `how parameters start and what is dropped does not matter to whom they are given`() throws {
    let archive = try Self.archive()
    let network = MLPBlueprint(hidden: [4], orthogonalInitialization: false)
    try Self.agent(PPOConfiguration(initialLogDeviation: -1, network: network)).restore(.policy, from: archive)
  }

  @Test func `files of other versions`() throws {
    let older = try Self.archive { $0.metadata["policy"] = nil }
    #expect(
      Self.problem(older)
        == "was written before policies described themselves (it has no entry policy); make its agent with the settings "
        + "of its run and restore it there")
    // There it is read as before.
    try Self.agent().restore(.policy, from: older)
    let newer = try Self.replacing("\"format\":1", by: "\"format\":2")
    #expect(Self.problem(newer) == "is a policy of format 2, this version reads 1")
    let unknown = try Self.replacing("\"actor-critic\"", by: "\"oracle\"")
    #expect(
      Self.problem(unknown)
        == "is no policy that can act here: there is no policy oracle for discrete actions; there are actor-critic, "
        + "recurrent-actor-critic, action-values")
    #expect(Self.problem(TensorArchive()) == "is no policy: it names no agent")
  }

  @Test(arguments: [
    ("\"policy\":[4]", "\"policy\":[5]", "tensor policy.0.weight must have shape [3, 5], was [3, 4]"),
    ("\"policy\":[4]", "\"policy\":[4,4]", "tensor policy.1.weight must have shape [4, 4], was [4, 2]"),
    ("\"policy\":[4]", "\"policy\":[0]", "network.policy must have widths in 1...8192, was [0]"),
    ("\"policy\":[4]", "\"policy\":[99999999999]", "network.policy must have widths in 1...8192"),
    ("\"tanh\"", "\"wavelet\"", "network.activation"),
    ("{\"count\":2}", "{\"count\":-3}", "count must be in 1...4194304, was -3"),
    ("{\"count\":2}", "{\"count\":3}", "tensor policy.1.weight must have shape [4, 3], was [4, 2]"),
    ("{\"count\":2}", "{\"low\":[0]}", "its action space must be understood"),
    ("\"initialLogDeviation\":0", "\"initialLogDeviation\":1e30", "initialLogDeviation must be in -20...5"),
    ("\"initialLogDeviation\":0", "\"somethingElse\":0", "somethingElse must be one of"),
  ])
  func `descriptions that are not those of the tensors`(_ text: String, _ other: String, _ sentence: String) throws {
    let problem = try #require(Self.problem(try Self.replacing(text, by: other)))
    #expect(problem.contains(sentence), "\(problem)")
    #expect(!problem.contains("\n"))
  }

  @Test func `descriptions of no end do not take memory or time`() throws {
    let wide = String(repeating: "8192,", count: 20_000) + "8192"
    let problem = Self.problem(try Self.replacing("\"policy\":[4]", by: "\"policy\":[\(wide)]"))
    #expect(problem == "tensor policy.0.weight must have shape [3, 8192], was [3, 4]")
  }

  @Test(arguments: [
    (#"{"groups":[],"width":0}"#, "groups must not be empty"),
    (#"{"groups":[{"columns":3,"isPadded":false,"name":"observation","rows":-1}],"width":-3}"#, "rows and columns"),
    (
      #"{"groups":[{"columns":4611686018427387904,"isPadded":false,"name":"observation","rows":4}],"width":3}"#,
      "rows and columns"
    ),
    (#"{"groups":[{"columns":3,"isPadded":false,"name":"observation","rows":1}],"width":7}"#, "width must be 3"),
  ])
  func `observations that there cannot be`(_ space: String, _ sentence: String) throws {
    let problem = Self.problem(try Self.archive { $0.metadata["observations"] = space })
    #expect(problem?.contains(sentence) == true, "\(problem ?? "accepted")")
  }

  @Test func `parameters and statistics that are not finite`() throws {
    var damaged = TensorArchive()
    let archive = try Self.archive()
    damaged.metadata = archive.metadata
    for var tensor in archive.tensors {
      if tensor.name == "value.0.bias" { tensor.values[1] = .nan }
      damaged.add(tensor)
    }
    #expect(Self.problem(damaged) == "tensor value.0.bias must be finite, has nan")
    let settings = PPOConfiguration(normalizesObservations: true, network: MLPBlueprint(hidden: [4]))
    var statistics = try Self.agent(settings).archive(.policy)
    let entry = try #require(statistics.metadata["observationNormalizer"])
    #expect(Self.problem(statistics) == nil)
    statistics.metadata["observationNormalizer"] = entry.replacingOccurrences(
      of: "\"variance\":[1,", with: "\"variance\":[\"nan\",")
    #expect(Self.problem(statistics)?.contains("normaliser") == true)
  }

  @Test func `labels that name what is not there`() throws {
    var archive = try Self.archive()
    try archive.add(PolicyLabels(actions: ["one"]))
    #expect(Self.problem(archive)?.contains("labels.actions must be 2 names or none, was 1") == true)
    try archive.add(PolicyLabels(features: ["nothing": ["a"]]))
    #expect(Self.problem(archive)?.contains("labels.features must name groups of the observation") == true)
  }

  @Test func `truncated and changed files name the file`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "policy-\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: file) }
    try Self.agent().save(to: file)
    let whole = try Data(contentsOf: file)
    for damage in [whole.prefix(whole.count / 2), whole.prefix(4), Data("no policy".utf8)] {
      try damage.write(to: file)
      let error = #expect(throws: FileError.self) { try PolicySnapshot<DiscreteAction>(contentsOf: file) }
      #expect(error?.description.contains(file.lastPathComponent) == true)
    }
  }

  @Test func `a network that was given by code is read by its agent alone`() throws {
    struct OwnBlueprint: ActorCriticBlueprint {
      func build(
        for observations: ObservationSpace, policyOutputs: Int, in layout: inout ParameterLayout
      ) throws(ConfigurationError) -> any ActorCritic {
        try MLPBlueprint(hidden: [3]).build(for: observations, policyOutputs: policyOutputs, in: &layout)
      }
    }
    let agent = try PPO<DiscreteAction>(
      network: OwnBlueprint(), observationSpace: ObservationSpace(width: 3),
      actionSpace: DiscreteAction.Domain(count: 2), masksActions: false, random: RandomStream(seed: 1))
    let archive = try agent.archive(.policy)
    #expect(
      Self.problem(archive)
        == "is no policy that can act here: network must be described in the file, was one that was given by code; "
        + "restore it into its agent")
    try agent.restore(.policy, from: archive)
    #expect(try agent.snapshot().inspect([1, 2, 3]).action == agent.snapshot().makeActor().inspect([1, 2, 3]).action)
  }
}
