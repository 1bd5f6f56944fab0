namespace ShopSample;

/// <summary>What the shop sells.</summary>
/// <param name="Sku">The key: it names the product in addresses and in what is stored, and never changes.</param>
/// <param name="Name">The name for people.</param>
/// <param name="Category">The category.</param>
/// <param name="Brand">The brand.</param>
/// <param name="Price">The price, above 0.</param>
/// <param name="Tags">What else describes it.</param>
internal sealed record Product(string Sku, string Name, string Category, string Brand, decimal Price, params string[] Tags);
