import Networks

extension PointerBlueprint {
  /// The pointer policy of a funding-arbitrage task: ENTER in some sizes points at opportunities, EXIT at positions, and
  /// HOLD comes from the context.
  package init(sizes: Int, holdPreference: Float = 0) {
    self.init(
      heads: [
        PointerHead(group: "opportunities", choices: sizes),
        PointerHead(group: "executions", choices: 1, pooling: [.mean], addsValue: true),
      ], holdPreference: holdPreference)
  }
}
