namespace WeightlessNet.Benchmarks.Worlds.Shop;

/// <summary>A product of the generated shop.</summary>
internal sealed record Product(string Category, double Price, string Brand, string[] Tags, int PackSize, int Day, double Popularity);
