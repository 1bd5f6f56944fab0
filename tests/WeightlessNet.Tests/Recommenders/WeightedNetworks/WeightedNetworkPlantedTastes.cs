using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Tests.Recommenders.WeightedNetworks;

/// <summary>
/// Comedies (even ids) and dramas (odd ids). The first user gives comedies 5 and dramas 1, the second the reverse, and neither knows the
/// last eight items. The others rate everything without any taste.
/// </summary>
internal static class WeightedNetworkPlantedTastes
{
    public const int Items = 40;
    public const int Users = 20;
    public const int LoverOfComedy = 0;
    public const int LoverOfDrama = 1;

    public static ItemCatalog Catalog { get; } = NewCatalog();

    public static Rating[] Planted { get; } = Plant();

    private static Rating[] Plant()
    {
        SplitMix64 random = new(7);
        List<Rating> ratings = [];
        for (int item = 0; item < Items; item++)
        {
            for (int user = 0; user < Users; user++)
            {
                if (user > LoverOfDrama)
                {
                    ratings.Add(new Rating(user, item, 1 + random.Next(5)));
                }
                else if (item < Items - 8)
                {
                    ratings.Add(new Rating(user, item, (user + item) % 2 == 0 ? 5 : 1));
                }
            }
        }

        return [.. ratings];
    }

    private static ItemCatalog NewCatalog()
    {
        string[] items = [.. Enumerable.Range(0, Items).Select(item => item % 2 == 0 ? "comedy" : "drama")];
        return ItemCatalog.Create(new FeatureSchemaBuilder<string>().OneHot("genre", item => item).Fit(items), items);
    }
}
