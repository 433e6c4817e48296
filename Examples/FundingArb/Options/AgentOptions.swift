import ArgumentParser
import RLFramework
import TradingExperiments

extension RunConfiguration.Network: ExpressibleByArgument {}
extension RunConfiguration.WarmStart: ExpressibleByArgument {}

/// Which agent, and for how long.
///
/// Numbers are parsed unconditionally, since a minus sign would pass for another option.
struct AgentOptions: ParsableArguments {
  @Option(help: .setting("Agent: ppo, a2c, recurrent-ppo, dqn or qr-dqn.", \.agent))
  var agent: String?
  @Option(
    help: """
      File of settings of the agent, JSON or YAML, by their names. The flags of network, rollouts, minibatches, rates, \
      coefficients and warm start are settings of ppo alone. (default: those of the agent)
      """)
  var agentSettings: String?
  @Option(help: "Network. (default: pointer; for layout document modular in the full preset, else mlp)")
  var network: RunConfiguration.Network?
  @Option(help: "Widths of the mlp's layers, with commas. (default: 64,64 for simple, else 256,256,128)")
  var hidden: NumberList?
  @Option(
    parsing: .unconditional,
    help: .setting("Share of the modular network's fused features dropped while training.", \.dropout))
  var dropout: Double?
  @Option(
    parsing: .unconditional,
    help: .setting("Starting bias of the pointer network towards doing nothing.", \.holdPreference))
  var holdPreference: Double?
  @Option(
    parsing: .unconditional,
    help: .setting("Environment steps to train for; rounded up to whole rollouts.", \.timesteps))
  var timesteps: Int?
  @Option(parsing: .unconditional, help: .setting("Environments side by side.", \.environments))
  var environments: Int?
  @Option(parsing: .unconditional, help: .setting("Steps of each environment between updates.", \.rolloutSteps))
  var rolloutSteps: Int?
  @Option(parsing: .unconditional, help: .setting("Rows of a minibatch.", \.batchSize))
  var batchSize: Int?
  @Option(parsing: .unconditional, help: .setting("Passes over each rollout.", \.epochs))
  var epochs: Int?
  @Option(
    parsing: .unconditional,
    help: .setting("Learning rate; two numbers with a comma are its start and end.", \.learningRate))
  var learningRate: Schedule?
  @Option(
    parsing: .unconditional,
    help: "Discount factor of a step. (default: 0.95 for eight hours, 0.998 for layout document)")
  var discount: Double?
  @Option(parsing: .unconditional, help: .setting("Lambda of the advantage estimate.", \.lambda))
  var lambda: Double?
  @Option(parsing: .unconditional, help: .setting("Clip range of the probability ratio.", \.clipRange))
  var clipRange: Double?
  @Option(parsing: .unconditional, help: .setting("Weight of the entropy bonus.", \.entropyCoefficient))
  var entropyCoefficient: Double?
  @Option(parsing: .unconditional, help: .setting("Names the run: equal seeds give equal files.", \.seed))
  var seed: UInt64?
  @Option(parsing: .unconditional, help: .setting("Threads, 1 or 2; the result is the same.", \.threads))
  var threads: Int?
  @Option(
    parsing: .unconditional,
    help: .setting("Steps between evaluations on the validation window.", \.validationInterval))
  var validationInterval: Int?
  @Flag(
    inversion: .prefixedNo,
    help: .setting(
      "Train in three stages that get harder: fixed settings, drawn settings, long episodes.", \.curriculum))
  var curriculum: Bool?
  @Option(help: .setting("What the policy imitates first: none, or rule, the better threshold rule.", \.warmStart))
  var warmStart: RunConfiguration.WarmStart?
  @Flag(
    inversion: .prefixedNo,
    help:
      "Stay out unless a policy earned more in validation than its standard error. (default: yes, no for layout document)"
  )
  var requiresSignificance: Bool?

  var given: RunConfiguration.Given {
    var given: RunConfiguration.Given = [:]
    given["agent"] = agent
    given["agentSettings"] = agentSettings
    given["network"] = network?.rawValue
    given["hidden"] = hidden?.numbers
    given["dropout"] = dropout
    given["holdPreference"] = holdPreference
    given["requiresSignificance"] = requiresSignificance
    given["timesteps"] = timesteps
    given["environments"] = environments
    given["rolloutSteps"] = rolloutSteps
    given["batchSize"] = batchSize
    given["epochs"] = epochs
    given["learningRate"] = learningRate?.settingValue
    given["discount"] = discount
    given["lambda"] = lambda
    given["clipRange"] = clipRange
    given["entropyCoefficient"] = entropyCoefficient
    given["seed"] = seed
    given["threads"] = threads
    given["validationInterval"] = validationInterval
    given["curriculum"] = curriculum
    given["warmStart"] = warmStart?.rawValue
    return given
  }
}
