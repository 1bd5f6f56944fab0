using System.Collections.Concurrent;

namespace ShopSample;

/// <summary>The products, and how many pieces of each are left. A real shop reads both from its database. Thread-safe.</summary>
internal sealed class Assortment
{
    private readonly ConcurrentDictionary<string, int> _stock = new();

    /// <summary>All products, in stock or not.</summary>
    public IReadOnlyList<Product> Products { get; } =
    [
        new("trail-shoe", "Trail shoe", "Running", "Aster", 119, "outdoor", "shoes"),
        new("road-shoe", "Road shoe", "Running", "Aster", 99, "shoes"),
        new("running-vest", "Running vest", "Running", "Birch", 45, "clothes", "light"),
        new("head-torch", "Head torch", "Running", "Cobalt", 35, "outdoor", "light"),
        new("hiking-boot", "Hiking boot", "Hiking", "Aster", 169, "outdoor", "shoes"),
        new("day-pack", "Day pack", "Hiking", "Birch", 79, "outdoor", "bags"),
        new("rain-jacket", "Rain jacket", "Hiking", "Birch", 139, "outdoor", "clothes"),
        new("trekking-poles", "Trekking poles", "Hiking", "Cobalt", 59, "outdoor"),
        new("espresso-pot", "Espresso pot", "Kitchen", "Dune", 29, "coffee", "steel"),
        new("coffee-mill", "Coffee mill", "Kitchen", "Dune", 89, "coffee", "steel"),
        new("chef-knife", "Chef's knife", "Kitchen", "Ember", 75, "steel"),
        new("bread-tin", "Bread tin", "Kitchen", "Ember", 19, "steel", "baking"),
        new("desk-lamp", "Desk lamp", "Office", "Cobalt", 49, "light"),
        new("note-book", "Notebook", "Office", "Fjord", 9, "paper"),
        new("fountain-pen", "Fountain pen", "Office", "Fjord", 39, "paper", "steel"),
        new("office-chair", "Office chair", "Office", "Fjord", 249),
    ];

    /// <summary>Fills the shelves: three pieces of each product.</summary>
    public Assortment()
    {
        foreach (Product product in Products)
        {
            _stock[product.Sku] = 3;
        }
    }

    /// <summary>Whether a piece is left.</summary>
    public bool IsInStock(Product product) => _stock[product.Sku] > 0;

    /// <summary>Takes a piece; false if none is left.</summary>
    public bool TryTake(Product product)
    {
        for (int left = _stock[product.Sku]; left > 0; left = _stock[product.Sku])
        {
            if (_stock.TryUpdate(product.Sku, left - 1, left))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Puts a piece back.</summary>
    public void PutBack(Product product) => _stock.AddOrUpdate(product.Sku, 1, (_, left) => left + 1);
}
