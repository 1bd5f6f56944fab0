using WeightlessNet.Recommenders;

namespace WeightlessNet.Scenarios.Traits;

/// <summary>The application's decorator is around what answers.</summary>
internal sealed class DecoratorTrait : ITrait
{
    public void Prepare(Scenario scenario) => scenario.Setting.IsDecorated = true;

    public Task HappenAsync(Scenario scenario)
    {
        for (int attempt = 0; ; attempt++)
        {
            CountingRecommender before = Decorator(scenario);
            int lists = before.Lists;
            _ = scenario.Door.Recommend(1, 3);

            // A training in the background may have put another one in its place meanwhile.
            if (Decorator(scenario) == before || attempt == 5)
            {
                Assert.Equal(lists + 1, before.Lists);
                return Task.CompletedTask;
            }
        }
    }

    private static CountingRecommender Decorator(Scenario scenario)
    {
        CountingRecommender? decorator = scenario.Door.Inner?.Get<CountingRecommender>();
        Assert.NotNull(decorator);
        return decorator;
    }
}
