import Agents
import Envs
import Foundation
import MarketData
import Persistence
import RLCore
import Settings

/// What a run decided on, read from its policy file alone: how to act, how features were scaled, whether to act at all.
public struct TradingPolicy: Sendable {
  /// How it acts on features that are scaled as in its training.
  public let snapshot: PolicySnapshot<DiscreteAction>
  /// How features were scaled in its training.
  public let scaler: StandardScaler
  /// Whether no policy earned enough in validation, so that the run stays out.
  public let staysOut: Bool
  /// The file, for errors.
  private let file: URL

  /// The entry of a policy file with the scaler of its features.
  package static let scalerKey = "scaler"

  /// Reads `policy.safetensors`.
  ///
  /// - Throws: `FileError` that names the file and what is wrong with it.
  public init(contentsOf file: URL) throws(FileError) {
    snapshot = try PolicySnapshot(contentsOf: file)
    self.file = file
    var carrier = TensorArchive()
    carrier.metadata = snapshot.attachments
    do {
      scaler = try carrier.decode(StandardScaler.self, from: Self.scalerKey)
      try scaler.validate()
    } catch let error as ArchiveError {
      throw .unusable(path: file.path, problem: error.problem)
    } catch {
      throw .unusable(path: file.path, problem: "has a scaler whose \(error)")
    }
    staysOut = snapshot.attachments[StayOut.key] == "true"
  }

  /// What plays in an environment whose opportunities are scaled as in its training.
  ///
  /// - Throws: `FileError` if the policy was made for other observations or actions.
  public func makeActor(in environment: FundingArbitrageEnvironment) throws(FileError) -> any Policy<DiscreteAction> {
    do throws(PolicyError) {
      try snapshot.spaces.require(
        PolicySpaces(observations: environment.observationSpace, actions: environment.actionSpace),
        of: "its policy")
    } catch {
      throw .unusable(path: file.path, problem: "is of another task: \(error)")
    }
    return staysOut ? StayOut() : snapshot.makeActor()
  }

  /// What plays in an environment that shows opportunities in the units of the market.
  ///
  /// - Throws: As ``makeActor(in:)``.
  public func makeSelfScalingActor(
    in environment: FundingArbitrageEnvironment
  ) throws(FileError) -> any Policy<DiscreteAction> {
    SelfScalingPolicy(try makeActor(in: environment), scaler: scaler, seeing: environment.observationSpace)
  }
}

extension TensorArchive {
  /// Adds to a policy what playing it in this market needs, and the names of what it sees and does.
  mutating func add(_ market: PreparedMarket, _ settings: RunConfiguration) throws(ArchiveError) {
    try encode(market.scaler, as: TradingPolicy.scalerKey)
    var labels = settings.task.policyLabels
    labels.preset = settings.preset.rawValue
    try add(labels)
    metadata["version"] = RLFrameworkVersion.current
  }
}
