using System.Text;
using WeightlessNet.Serving;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class ForgottenForGoodTests : IDisposable
{
    private static readonly Film[] Films = Film.Some(60);
    private readonly TemporaryFolder _folder = new();

    private string Path => System.IO.Path.Combine(_folder.Path, "films.data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_erasure_that_a_crash_interrupted_before_old_files_were_deleted_goes_on()
    {
        string old = System.IO.Path.Combine(_folder.Path, "old");
        Directory.CreateDirectory(old);
        await using (var films = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet))
        {
            await films.LearnAsync("the-secret-user", Films[0], 5);
            foreach (string file in Directory.GetFiles(Path).Where(file => !file.EndsWith("lock", StringComparison.Ordinal)))
            {
                File.Copy(file, System.IO.Path.Combine(old, System.IO.Path.GetFileName(file)));
            }

            await (await films.ForgetUserAsync("the-secret-user")).Erased;
        }

        foreach (string file in Directory.GetFiles(old))
        {
            File.Copy(file, System.IO.Path.Combine(Path, System.IO.Path.GetFileName(file)), overwrite: false);
        }

        Assert.Contains(Directory.GetFiles(Path), Has("the-secret-user"));
        await using var opened = await Recommender<string, Film>.OpenAsync(Path, Film.Schema, Films, Film.Quiet);
        Assert.False(opened.Health.IsErasureDue);
        Assert.DoesNotContain(Directory.GetFiles(Path), Has("the-secret-user"));
    }

    [Fact]
    public async Task A_suggestion_that_was_made_before_says_nothing_of_a_forgotten_rating()
    {
        await using var films = Recommender<string, Film>.InMemory(Film.Schema, Films, Film.Quiet);
        await films.LearnAsync(Film.Ratings(Films, 20, 12, 1));
        Suggestion<Film>[] list = [.. films.Recommend("u3", 20)];
        await films.TrainAsync();
        await films.ForgetUserAsync("u3");

        Assert.All(list, one => Assert.Empty(one.Explanation.ByRating));
        Assert.DoesNotContain(list, one => one.Why.Contains("you rated", StringComparison.Ordinal));
    }

    private static Predicate<string> Has(string text) => file => !file.EndsWith("lock", StringComparison.Ordinal)
        && (File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0
            || File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0);
}
