using Microsoft.Extensions.DependencyInjection;
using WeightlessNet.DependencyInjection;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Serving;
using WeightlessNet.Tests.Recommenders;

namespace WeightlessNet.Tests.DependencyInjection;

public class WeightlessNetBuilderTests
{
    private static readonly string[] Titles = ["Alien", "Heat", "Ran"];

    [Fact]
    public void The_default_recommender_is_one_object_under_its_own_type_and_its_capabilities()
    {
        ServiceCollection services = new();
        services.AddWeightlessNet().AddWeightlessRecommender(Catalog(), RatingScale.Stars);
        using ServiceProvider provider = services.BuildServiceProvider();

        WeightlessRecommender recommender = provider.GetRequiredService<WeightlessRecommender>();

        Assert.Same(recommender, provider.GetRequiredService<IRecommender>());
        Assert.Same(recommender, provider.GetRequiredService<IForgettingRecommender>());
        Assert.Same(recommender, provider.GetRequiredService<IExplainingRecommender>());
        Assert.Null(provider.GetService<IBatchRecommender>());
    }

    [Fact]
    public void Every_interface_of_a_recommender_is_a_service()
    {
        ServiceCollection services = new();
        services.AddWeightlessNet()
            .AddRecommender(_ => new HybridRecommender(Catalog(), RatingScale.Stars))
            .AddRecommender(
                "tuned", provider => new TunableRecommender(provider.GetRequiredService<ICounterfactualRecommender>(), Catalog()))
            .AddRecommender("ranked", _ => new EaseRecommender(3, RatingScale.Stars))
            .AddWeightlessRecommender("drifting", Catalog(), RatingScale.Stars);
        using ServiceProvider provider = services.BuildServiceProvider();

        AssertServesItsInterfaces(provider.GetRequiredService<HybridRecommender>(), provider.GetService);
        AssertServesItsInterfaces(
            provider.GetRequiredKeyedService<TunableRecommender>("tuned"), type => provider.GetKeyedService(type, "tuned"));
        AssertServesItsInterfaces(
            provider.GetRequiredKeyedService<EaseRecommender>("ranked"), type => provider.GetKeyedService(type, "ranked"));
        AssertServesItsInterfaces(
            provider.GetRequiredKeyedService<WeightlessRecommender>("drifting"), type => provider.GetKeyedService(type, "drifting"));
    }

    [Fact]
    public void The_last_default_counts_for_every_capability()
    {
        ServiceCollection services = new();
        services.AddWeightlessNet()
            .AddWeightlessRecommender(Catalog(), RatingScale.Stars)
            .AddRecommender(_ => new HybridRecommender(Catalog(), RatingScale.Stars));
        using ServiceProvider hybrid = services.BuildServiceProvider();
        services.AddWeightlessNet()
            .AddRecommender(_ => new MatrixFactorizationRecommender(3, RatingScale.Stars))
            .AddRecommender(_ => new ConstantRecommender(3, RatingScale.Stars, 2))
            .AddRecommender(_ => new ConstantRecommender(3, RatingScale.Stars, 5));
        using ServiceProvider constant = services.BuildServiceProvider();

        Assert.Same(hybrid.GetRequiredService<IRecommender>(), hybrid.GetRequiredService<IBatchRecommender>());
        AssertServesItsInterfaces(hybrid.GetRequiredService<HybridRecommender>(), hybrid.GetService);
        Assert.NotNull(hybrid.GetService<WeightlessRecommender>());
        Assert.Equal(5, constant.GetRequiredService<IRecommender>().Predict(0, 0));
        Assert.Same(constant.GetRequiredService<IRecommender>(), constant.GetRequiredService<IForgettingRecommender>());
        Assert.Null(constant.GetService<IBatchRecommender>());
        Assert.Null(constant.GetService<IExplainingRecommender>());
    }

    [Fact]
    public void All_capabilities_are_those_of_the_outermost_decorator()
    {
        ServiceCollection services = new();
        services.AddWeightlessNet()
            .AddWeightlessRecommender(Catalog(), RatingScale.Stars)
            .AddRecommender(provider => new PlainDecorator(provider.GetRequiredService<WeightlessRecommender>()))
            .AddRecommender<IRecommender>("named", provider => new PlainDecorator(new EaseRecommender(3, RatingScale.Stars)));
        using ServiceProvider provider = services.BuildServiceProvider();

        PlainDecorator outermost = provider.GetRequiredService<PlainDecorator>();
        Assert.Same(provider.GetRequiredService<WeightlessRecommender>(), outermost.Inner);
        Assert.Same(outermost, provider.GetRequiredService<IRecommender>());
        Assert.Same(outermost, provider.GetRequiredService<ICounterfactualRecommender>());
        Assert.Same(outermost, provider.GetRequiredService<IRecencyRecommender>());
        Assert.Throws<NotSupportedException>(() => provider.GetService<IBatchRecommender>());
        IRecommender named = provider.GetRequiredKeyedService<IRecommender>("named");
        Assert.Same(named, provider.GetRequiredKeyedService<IItemScoringRecommender>("named"));
        Assert.Throws<NotSupportedException>(() => provider.GetKeyedService<IForgettingRecommender>("named"));
    }

    // A container passes the null of a factory to a constructor, where it would surface much later.
    [Fact]
    public void A_constructor_that_needs_a_capability_that_a_decorator_lacks_fails_with_its_name()
    {
        ServiceCollection services = new();
        services.AddWeightlessNet()
            .AddRecommender<IRecommender>(_ => new PlainDecorator(new ConstantRecommender(3, RatingScale.Stars, 3)));
        services.AddSingleton<NeedsTraining>();
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Contains(
            nameof(IBatchRecommender),
            Assert.Throws<NotSupportedException>(() => provider.GetService<NeedsTraining>()).Message,
            StringComparison.Ordinal);
        Assert.Null(provider.GetRequiredService<IRecommender>().Get<IBatchRecommender>());
    }

    [Fact]
    public void A_type_that_is_not_sealed_has_only_the_capabilities_that_it_implements()
    {
        ServiceCollection services = new();
        IExplainingRecommender own = new WeightlessRecommender(Catalog(), RatingScale.Stars);
        services.AddSingleton(own);
        services.AddWeightlessNet().AddRecommender(_ => new ItemMeanRecommender());
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Same(provider.GetRequiredService<ItemMeanRecommender>(), provider.GetRequiredService<IRecommender>());
        Assert.Null(provider.GetService<IForgettingRecommender>());
        Assert.Same(own, provider.GetRequiredService<IExplainingRecommender>());
    }

    [Fact]
    public void Named_recommenders_live_side_by_side_and_apart_from_the_default()
    {
        ServiceCollection services = new();
        services.AddWeightlessNet()
            .AddWeightlessRecommender("films", Catalog(), RatingScale.Stars)
            .AddWeightlessRecommender("books", Catalog(), RatingScale.HalfStars)
            .AddRecommender("plain", _ => new EaseRecommender(3, RatingScale.Stars));
        using ServiceProvider provider = services.BuildServiceProvider();

        IRecommender films = provider.GetRequiredKeyedService<IRecommender>("films");
        films.Learn(new Rating(0, 0, 1));

        Assert.Same(films, provider.GetRequiredKeyedService<WeightlessRecommender>("films"));
        Assert.Same(films, provider.GetRequiredKeyedService<IForgettingRecommender>("films"));
        Assert.Equal(RatingScale.HalfStars, provider.GetRequiredKeyedService<IRecommender>("books").Scale);
        Assert.Equal(0, provider.GetRequiredKeyedService<WeightlessRecommender>("books").RatingCount);
        Assert.IsType<EaseRecommender>(provider.GetRequiredKeyedService<IBatchRecommender>("plain"));
        Assert.Null(provider.GetKeyedService<IForgettingRecommender>("plain"));
        Assert.Null(provider.GetService<IRecommender>());
    }

    [Fact]
    public void An_invalid_registration_throws_and_registers_nothing()
    {
        ServiceCollection services = new();
        WeightlessNetBuilder builder = services.AddWeightlessNet();
        WeightlessOptions wide = new() { Reading = WeightlessReading.Histogram, HistogramWindow = 100 };
        ItemCatalog empty = ItemCatalog.Create(Schema(), []);

        Assert.Contains("100", Assert.Throws<ArgumentException>(
            () => builder.AddWeightlessRecommender(Catalog(), RatingScale.Stars, wide)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("catalog", () => builder.AddWeightlessRecommender("films", empty, RatingScale.Stars));
        Assert.Throws<ArgumentOutOfRangeException>("scale", () => builder.AddWeightlessRecommender(Catalog(), default));
        Assert.Throws<ArgumentNullException>("catalog", () => builder.AddWeightlessRecommender(null!, RatingScale.Stars));
        Assert.Throws<ArgumentNullException>("create", () => builder.AddRecommender<IRecommender>(null!));
        Assert.Throws<ArgumentException>("name", () => builder.AddRecommender(" ", _ => new BiasRecommender(3, RatingScale.Stars)));
        Assert.Throws<ArgumentNullException>("services", () => WeightlessNetServiceCollectionExtensions.AddWeightlessNet(null!));
        Assert.Empty(services);
    }

    [Fact]
    public void A_name_can_be_used_once()
    {
        WeightlessNetBuilder builder = new ServiceCollection().AddWeightlessNet().AddWeightlessRecommender(
            "films", Catalog(), RatingScale.Stars);
        int before = builder.Services.Count;

        ArgumentException refused = Assert.Throws<ArgumentException>(
            "name", () => builder.AddRecommender("films", _ => new BiasRecommender(3, RatingScale.Stars)));

        Assert.Contains("films", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, builder.Services.Count);
    }

    [Fact]
    public void Every_container_has_its_own_recommender()
    {
        ServiceCollection services = new();
        services.AddWeightlessNet().AddWeightlessRecommender(Catalog(), RatingScale.Stars);
        using ServiceProvider first = services.BuildServiceProvider();
        using ServiceProvider second = services.BuildServiceProvider();

        first.GetRequiredService<IRecommender>().Learn(new Rating(0, 0, 5));

        Assert.Equal(1, first.GetRequiredService<WeightlessRecommender>().RatingCount);
        Assert.Equal(0, second.GetRequiredService<WeightlessRecommender>().RatingCount);
    }

    private static void AssertServesItsInterfaces(IRecommender recommender, Func<Type, object?> serviceOf)
    {
        Type[] interfaces =
        [
            .. recommender.GetType().GetInterfaces().Where(type => type.IsPublic && typeof(IRecommender).IsAssignableFrom(type)),
        ];
        Type[] offered = [.. interfaces.Where(type => RecommenderCapabilities.Find(recommender, type) is not null)];
        Assert.True(offered.Length > 2);
        Assert.All(offered, type => Assert.Same(recommender, serviceOf(type)));
        Assert.All(interfaces.Except(offered), type => Assert.Throws<NotSupportedException>(() => serviceOf(type)));
    }

    private sealed class NeedsTraining(IBatchRecommender recommender)
    {
        public IBatchRecommender Recommender { get; } = recommender;
    }

    // An application's own recommender that could be derived from.
    public class ItemMeanRecommender : IRecommender
    {
        public int ItemCount => 3;

        public RatingScale Scale => RatingScale.Stars;

        public void Learn(in Rating rating)
        {
        }

        public double Predict(int user, int item) => 3;

        public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) => 0;
    }

    private static FeatureSchema<string> Schema() =>
        new FeatureSchemaBuilder<string>().OneHot("first letter", title => title[..1]).Fit(Titles);

    private static ItemCatalog Catalog() => ItemCatalog.Create(Schema(), Titles);
}
