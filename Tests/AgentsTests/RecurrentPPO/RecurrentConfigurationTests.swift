import Networks
import RLCore
import Randomness
import Settings
import Tensors
import Testing

@testable import Agents

@Suite("Settings of recurrent PPO")
struct RecurrentConfigurationTests {
  @Test("A value out of range is named with what it must be")
  func ranges() throws {
    let defaults = RecurrentPPOConfiguration()
    try defaults.validate()
    #expect(defaults.adamEpsilon == 1e-5, "as in the original implementation, not PyTorch's 1e-8")
    for (change, sentence) in [
      (#"{"sequenceLength": 0}"#, "sequenceLength must be in 1...128, the rollout, was 0"),
      (#"{"sequenceLength": 129}"#, "sequenceLength must be in 1...128, the rollout, was 129"),
      (#"{"discount": 1.5}"#, "discount must be in 0...1, was 1.5"),
      (#"{"threads": 3}"#, "threads must be 1 or 2, was 3"),
      (#"{"initialLogDeviation": 6}"#, "initialLogDeviation must be in -20...5, was 6.0"),
      (
        #"{"stateDependentNoise": {"sampleInterval": 0}}"#,
        "stateDependentNoise.sampleInterval must be positive or null, was 0"
      ),
      (#"{"network": {"width": 0}}"#, "network.width must be in 1...8192, was 0"),
      (#"{"network": {"layers": 9}}"#, "network.layers must be in 1...8, was 9"),
      (#"{"network": {"policy": [0]}}"#, "network.policy must have widths in 1...8192, was [0]"),
    ] {
      let error = try #require(throws: ConfigurationError.self) {
        _ = try defaults.applying(JSONValue(parsing: change))
      }
      #expect(error.description == sentence)
    }
  }

  @Test("A cell that does not exist and a misspelt field are refused")
  func unknown() throws {
    for text in [#"{"network": {"cell": "elman"}}"#, #"{"sequenceLenght": 4}"#, #"{"hidden": [64]}"#] {
      #expect(throws: ConfigurationError.self) {
        _ = try RecurrentPPOConfiguration().applying(JSONValue(parsing: text))
      }
    }
  }

  @Test("The registry makes it for every kind of action, with settings from JSON")
  func registry() throws {
    func make<A: CueAction>(_ type: A.Type) throws -> any Agent<A> {
      let environments = try VectorEnvironment([DelayedCue<A>()], random: RandomStream(seed: 1))
      return try makeAgent(
        json: #"{"agent": "recurrent-ppo", "settings": {"sequenceLength": 8, "network": {"cell": "gru", "width": 7}}}"#,
        for: environments, random: RandomStream(seed: 1))
    }
    let agent = try #require(try make(DiscreteAction.self) as? RecurrentPPO<DiscreteAction>)
    #expect(agent.configuration.network == RecurrentBlueprint(cell: .gru, width: 7))
    #expect(agent.configuration.sequenceLength == 8)
    #expect(try make(MultiDiscreteAction.self) is RecurrentPPO<MultiDiscreteAction>)
    #expect(try make(ContinuousAction.self) is RecurrentPPO<ContinuousAction>)
    #expect(listAvailableAgents().contains { $0.id == "recurrent-ppo" && !$0.summary.isEmpty })
  }

  @Test("A number that is not finite stops training by name and leaves the parameters alone")
  func badNumber() throws {
    var steps = RecurrentScript.steps
    steps[5].observation[1] = .nan
    let environments = try VectorEnvironment(
      [RecurrentScript.Script(steps, actionSpace: DiscreteAction.Domain(count: 4))], random: RandomStream(seed: 1))
    let agent = try RecurrentScript.agent(
      RecurrentPPOConfiguration(rolloutSteps: 13, normalizesObservations: true, network: RecurrentScript.network()),
      environments: environments)
    let before = agent.parameterBits
    let error = try #require(throws: AgentError.self) { try learn(agent, in: environments, steps: 130) }
    #expect(error.description == "observation 1 of environment 0 must be finite, was nan at step 5")
    #expect(agent.parameterBits == before)
  }

  @Test("A network that explodes in the middle of an update leaves the parameters as they were before it")
  func explosion() throws {
    let environments = try RecurrentScript.environments()
    let agent = try RecurrentScript.agent(
      RecurrentPPOConfiguration(rolloutSteps: 5, epochs: 2, valueCoefficient: 1e38, network: RecurrentScript.network()),
      environments: environments)
    for index in agent.parameters.values.indices { agent.parameters.values[index] *= 1e4 }
    let before = agent.parameterBits
    let error = try #require(throws: AgentError.self) { try learn(agent, in: environments, steps: 30) }
    #expect(error.quantity == "the gradient norm")
    #expect(agent.parameterBits == before)
  }
}
