namespace ShopSample;

/// <summary>One line of a list.</summary>
/// <param name="Sku">The key of the product.</param>
/// <param name="Name">The name of the product.</param>
/// <param name="Price">The price.</param>
/// <param name="Why">The reason, in words.</param>
internal sealed record Pick(string Sku, string Name, decimal Price, string Why);
