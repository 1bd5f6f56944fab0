using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Serving;
using WeightlessNet.Tests.Recommenders.Weightless;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>Keys around a recommender whose central model still knows forgotten users.</summary>
public class RecommenderOverHybridTests
{
    private static readonly World Small = World.Random(21) with { Users = 8 };

    [Theory]
    [InlineData("bare")]
    [InlineData("tunable")]
    [InlineData("decorated")]
    public void A_new_user_gets_no_answer_from_a_forgotten_users_ratings(string front)
    {
        (HybridRecommender hybrid, Recommender<string, int> keys) = Taught(front);
        hybrid.Refit();
        Assert.True(keys.TryGetUserId("user 0", out int forgotten));
        Assert.True(hybrid.Central!.RatingCountOf(forgotten) > 0);

        keys.ForgetUser("user 0");
        double[] stranger = [.. keys.Items.Select(item => keys.Predict("nobody", item))];
        keys.Learn("new", 0, Small.Scale.Maximum);

        Assert.True(keys.TryGetUserId("new", out int id));
        Assert.Equal(0, hybrid.Central.RatingCountOf(id));
        Assert.NotEqual(forgotten, id);
        Assert.True(keys.Forget("new", 0));
        Assert.Equal(stranger, keys.Items.Select(item => keys.Predict("new", item)));
    }

    [Fact]
    public void Nor_if_the_user_was_forgotten_before_the_model_was_restored()
    {
        (HybridRecommender hybrid, Recommender<string, int> keys) = Taught("bare");
        hybrid.Refit();
        string last = $"user {Small.Users - 1}";
        Assert.True(keys.TryGetUserId("user 0", out int first));
        keys.ForgetUser("user 0");
        keys.ForgetUser(last);

        Recommender<string, int> restored = new(hybrid, Enumerable.Range(0, Small.Items), keys.CopyUserIds());
        foreach (string user in new[] { "new", "newer" })
        {
            restored.Learn(user, 0, Small.Scale.Maximum);
            Assert.True(restored.TryGetUserId(user, out int id));
            Assert.Equal(0, hybrid.Central!.RatingCountOf(id));
            Assert.NotEqual(first, id);
        }
    }

    [Fact]
    public void Nor_if_the_user_was_forgotten_during_the_training()
    {
        Recommender<string, int>? keys = null;
        HybridRecommender hybrid = new(Small.Catalog, Small.Scale, () =>
        {
            keys!.ForgetUser("user 0");
            keys.Learn("new", 0, Small.Scale.Maximum);
            return HybridWorld.CreateCentral(Small);
        });
        keys = new Recommender<string, int>(hybrid, Enumerable.Range(0, Small.Items));
        Teach(keys);

        hybrid.Refit();

        Assert.True(keys.TryGetUserId("new", out int id));
        Assert.Equal(0, hybrid.Central!.RatingCountOf(id));
    }

    private static (HybridRecommender Hybrid, Recommender<string, int> Keys) Taught(string front)
    {
        HybridRecommender hybrid = HybridWorld.Taught(Small, []);
        IRecommender inner = front switch
        {
            "tunable" => new TunableRecommender(hybrid, Small.Catalog),
            "decorated" => new PlainDecorator(hybrid),
            _ => hybrid,
        };
        Recommender<string, int> keys = new(inner, Enumerable.Range(0, Small.Items));
        Teach(keys);
        return (hybrid, keys);
    }

    private static void Teach(Recommender<string, int> keys)
    {
        for (int user = 0; user < Small.Users; user++)
        {
            for (int item = 0; item < 4; item++)
            {
                keys.Learn($"user {user}", item, (user + item) % 2 == 0 ? Small.Scale.Minimum : Small.Scale.Maximum);
            }
        }
    }
}
