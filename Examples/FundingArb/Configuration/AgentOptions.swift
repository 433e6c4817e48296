import ArgumentParser
import RLFramework

/// Which agent, and for how long.
struct AgentOptions: ParsableArguments {
  @Option(help: "modular or mlp. (default: modular for the full preset, else mlp)")
  var network: RunConfiguration.Network?
  @Option(help: "Hidden layers of the mlp, with commas. (default: 64,64 for simple, else 256,256,128)")
  var hidden: String?
  @Option(help: "Share of the modular network's fused features dropped while training. (default: 0)")
  var dropout: Double?
  @Option(help: "Environment steps to train for. (default: 150000)")
  var timesteps: Int?
  @Option(help: "Environments side by side. (default: 8)")
  var environments: Int?
  @Option(help: "Steps of each environment between updates. (default: 256)")
  var rolloutSteps: Int?
  @Option(help: "Rows of a minibatch. (default: 256)")
  var batchSize: Int?
  @Option(help: "Passes over each rollout. (default: 10)")
  var epochs: Int?
  @Option(help: "Constant learning rate. (default: falls from 0.0003 to 0.00003)")
  var learningRate: Double?
  @Option(help: "Discount factor. (default: 0.99)")
  var discount: Double?
  @Option(help: "Lambda of the advantage estimate. (default: 0.95)")
  var lambda: Double?
  @Option(help: "Clip range of the probability ratio. (default: 0.2)")
  var clipRange: Double?
  @Option(help: "Weight of the entropy bonus. (default: 0.003)")
  var entropyCoefficient: Double?
  @Option(help: "Names the run: equal seeds give equal files. (default: 1)")
  var seed: UInt64?
  @Option(help: "Threads, 1 or 2; the result is the same. (default: 2)")
  var threads: Int?
  @Option(help: "Steps between evaluations on the validation window. (default: 10240)")
  var validationInterval: Int?

  func given() throws -> RunConfiguration.Given {
    var given: RunConfiguration.Given = [:]
    given["network"] = network?.rawValue
    given["hidden"] = try hidden.map { text in
      let widths = text.split(separator: ",").map { Int($0) }
      guard !widths.isEmpty, !widths.contains(nil) else {
        throw ValidationError("hidden must be numbers with commas, was \(text)")
      }
      return widths.compactMap { $0 }
    }
    given["dropout"] = dropout
    given["timesteps"] = timesteps
    given["environments"] = environments
    given["rolloutSteps"] = rolloutSteps
    given["batchSize"] = batchSize
    given["epochs"] = epochs
    given["learningRate"] = learningRate
    given["discount"] = discount
    given["lambda"] = lambda
    given["clipRange"] = clipRange
    given["entropyCoefficient"] = entropyCoefficient
    given["seed"] = seed
    given["threads"] = threads
    given["validationInterval"] = validationInterval
    return given
  }
}
