import RLCore

extension ObservationBatch {
  /// Requires observations to be those of the environments that an agent was made to learn from.
  func requireExplored(by environments: Int, width: Int, maskWidth: Int) throws(PolicyError) {
    guard (count, self.width, self.maskWidth) == (environments, width, maskWidth) else {
      throw .misfit(
        field: "what the agent explores",
        must: "be \(environments) environments with \(width) values and \(maskWidth) mask flags each",
        found: "\(count) with \(self.width) and \(self.maskWidth)")
    }
  }
}
