/// What nobody can beat: the expected profit of the best policy, by dynamic programming from the last day back.
func optimalProfit() -> Double {
  var future = [Double](repeating: 0, count: Kiosk.capacity + 1)
  for day in stride(from: Kiosk.days - 1, through: 0, by: -1) {
    let customers = Kiosk.customers(on: day)
    future = (0...Kiosk.capacity).map { stock in
      (0...min(Kiosk.largestOrder, Kiosk.capacity - stock)).reduce(-Double.infinity) { best, order in
        let total = customers.reduce(0) { sum, count in
          sum + Kiosk.profit(stock: stock, order: order, customers: count) + future[max(0, stock + order - count)]
        }
        return max(best, total / Double(customers.count))
      }
    }
  }
  return future[0]
}
