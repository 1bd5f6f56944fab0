using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Benchmarks.Worlds.Shop;

/// <summary>
/// A generated shop. Customers choose by category and brand, and by a product's popularity; all other fields are noise.
/// </summary>
internal sealed class ShopWorld
{
    private const int ProductCount = 5_000;
    private const int CustomerCount = 2_000;
    private const int Categories = 20;
    private const int Brands = 300;
    private const int TagWords = 300;
    private const int TagsEach = 4;
    private const int Days = 1_500;
    private const int MaximumPackSize = 40;
    private const int LeastChoices = 15;
    private const int ChoicesRange = 30;
    private const int Levels = 8;

    // Standard deviations of what adds up to the utility of a product, beside a Gumbel deviate.
    private const double CategoryTaste = 1.5;
    private const double BrandTaste = 1.5;
    private const double PopularitySpread = 0.7;

    private readonly Product[] _products = new Product[ProductCount];

    public ShopWorld(ulong seed)
    {
        SplitMix64 random = new(seed);
        for (int i = 0; i < _products.Length; i++)
        {
            int category = random.Next(Categories);
            _products[i] = new Product(
                $"category {category}",
                Math.Exp(3 + (0.1 * category) + Normal(ref random)),
                $"brand {random.Next(Brands)}",
                [.. Enumerable.Range(0, TagsEach).Select(_ => $"tag {random.Next(TagWords)}").Distinct()],
                1 + random.Next(MaximumPackSize),
                random.Next(Days),
                PopularitySpread * Normal(ref random));
        }

        Likes = [.. Enumerable.Range(0, CustomerCount).SelectMany(customer => Choices(customer, ref random))];
    }

    /// <summary>The fields in the order in which a shop would add them.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["category", "price", "brand", "tags", "pack size", "date"];

    /// <summary>The choices, as ratings of 1.</summary>
    public Rating[] Likes { get; }

    /// <summary>The products as bits of some of the fields.</summary>
    public ItemCatalog CatalogOf(IReadOnlyList<string> fields)
    {
        FeatureSchemaBuilder<Product> builder = new();
        foreach (string field in fields)
        {
            _ = field switch
            {
                "category" => builder.OneHot(field, product => product.Category),
                "price" => builder.QuantileThermometer(field, product => product.Price, Levels),
                "brand" => builder.OneHot(field, product => product.Brand, Brands),
                "tags" => builder.MultiHot(field, product => product.Tags, TagWords),
                "pack size" => builder.QuantileThermometer(field, product => product.PackSize, Levels),
                "date" => builder.QuantileThermometer(field, product => product.Day, Levels),
                _ => throw new ArgumentOutOfRangeException(nameof(fields), field, "There is no such field."),
            };
        }

        return ItemCatalog.Create(builder.Fit(_products), _products);
    }

    // The products of highest utility: a sample without replacement in proportion to exp(utility).
    private IEnumerable<Rating> Choices(int customer, ref SplitMix64 random)
    {
        Dictionary<string, double> tastes = [];
        for (int category = 0; category < Categories; category++)
        {
            tastes[$"category {category}"] = CategoryTaste * Normal(ref random);
        }

        for (int brand = 0; brand < Brands; brand++)
        {
            tastes[$"brand {brand}"] = BrandTaste * Normal(ref random);
        }

        int count = LeastChoices + random.Next(ChoicesRange);
        double[] costs = new double[ProductCount];
        int[] order = [.. Enumerable.Range(0, ProductCount)];
        for (int i = 0; i < costs.Length; i++)
        {
            Product product = _products[i];
            double gumbel = -Math.Log(-Math.Log(1 - random.NextDouble()));
            costs[i] = -(tastes[product.Category] + tastes[product.Brand] + product.Popularity + gumbel);
        }

        Array.Sort(costs, order);
        return order.Take(count).Select(item => new Rating(customer, item, 1));
    }

    private static double Normal(ref SplitMix64 random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
