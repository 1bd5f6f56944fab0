using Microsoft.Extensions.DependencyInjection;
using WeightlessNet.DependencyInjection;
using WeightlessNet.Serving;
using WeightlessNet.Tests.Serving;
using Xunit;

namespace WeightlessNet.Tests.DependencyInjection;

public sealed class RecommenderRegistrationTests : IDisposable
{
    private static readonly Film[] Films = Film.Some(20);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_object_is_opened_for_a_container_and_closed_with_it()
    {
        ServiceCollection services = new();
        services.AddSingleton(Films);
        services.AddWeightlessNet().AddRecommender<string, Film>(
            PathOf("films"), Film.Schema, provider => provider.GetRequiredService<Film[]>(), Film.Quiet);
        Assert.False(Directory.Exists(PathOf("films")));
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            Recommender<string, Film> films = provider.GetRequiredService<Recommender<string, Film>>();
            Assert.Same(films, provider.GetRequiredService<Recommender<string, Film>>());
            await films.LearnAsync("ada", Films[0], 5);
        }

        using ServiceProvider again = services.BuildServiceProvider();
        Assert.Equal(1, again.GetRequiredService<Recommender<string, Film>>().RatingCount);
    }

    [Fact]
    public void Named_ones_live_side_by_side()
    {
        ServiceCollection services = new();
        WeightlessNetBuilder builder = services.AddWeightlessNet()
            .AddRecommender<string, Film>(PathOf("replaced"), Film.Schema)
            .AddRecommender<string, Film>(PathOf("default"), Film.Schema, _ => Films[..3], Film.Quiet)
            .AddNamedRecommender<string, Film>("new", PathOf("new"), Film.Schema, _ => Films[..5], Film.Quiet);
        Assert.Throws<ArgumentException>("name", () => builder.AddNamedRecommender<string, Film>("new", PathOf("x"), Film.Schema));
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal(3, provider.GetRequiredService<Recommender<string, Film>>().ItemCount);
        Assert.Equal(5, provider.GetRequiredKeyedService<Recommender<string, Film>>("new").ItemCount);
        Assert.False(Directory.Exists(PathOf("replaced")));
    }

    [Fact]
    public void A_registration_that_cannot_work_is_refused_at_once()
    {
        WeightlessNetBuilder builder = new ServiceCollection().AddWeightlessNet();
        Assert.Throws<ArgumentException>("path", () => builder.AddRecommender<string, Film>(" ", Film.Schema));
        Assert.Throws<ArgumentNullException>("schema", () => builder.AddRecommender<string, Film>("films", null!));
        Assert.Throws<InvalidOperationException>(() => builder.AddRecommender<string, Film>("films", _ => { }));
        Assert.Throws<NotSupportedException>(() => builder.AddRecommender<Film, Film>("films", Film.Schema));
        Assert.Throws<ArgumentException>("name", () => builder.AddNamedRecommender<string, Film>("", "films", Film.Schema));
        Assert.Empty(builder.Services);
    }

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}
