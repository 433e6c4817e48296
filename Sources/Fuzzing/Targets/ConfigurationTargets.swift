import Accounting
import Agents
import Envs
import Foundation
import MarketData
import RLCore
import Randomness
import Settings

/// Settings as JSON, merged into every configuration of the library.
enum ConfigurationTargets {
  static func all() throws -> [FuzzTarget] {
    let registry = Registry.standard
    var configurations: [(name: String, value: any Configuration)] = try registry.agents.map { agent in
      (agent.id.name, try registry.defaults(of: agent.id))
    }
    configurations += [
      ("market", FundingArbitrageConfiguration.full), ("synthetic", SyntheticMarketConfiguration()),
      ("options", MarketDataOptions(symbols: ["BTCUSDT"], from: 0, to: 1)), ("bootstrap", BootstrapConfiguration()),
      ("liquidity-model", LiquidityModel.standard), ("rulebook", VenueRulebook.standard),
    ]
    let documents = configurations.map { Data($0.value.json.text.utf8) }
    return configurations.enumerated().map { index, configuration in
      FuzzTarget("settings-\(configuration.name)", corpus: [documents[index], documents[index], documents[0]]) { data in
        let changes = try JSONValue(parsing: String(decoding: data, as: UTF8.self))
        let changed = try configuration.value.applying(changes)
        _ = (changes.text, changes.description, changed.json.text)
      }
    }
  }
}

extension Registry {
  /// The settings of a built-in agent as JSON.
  static func standardDefaults(of id: AgentID) throws -> JSONValue { try Registry.standard.defaults(of: id).json }
}
