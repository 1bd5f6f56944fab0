using JournalWriter;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Tests.Storage;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class ReadJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string JournalPath => Path.Combine(_folder.Path, "ratings.log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_ratings_of_a_stored_journal_are_those_of_its_replay()
    {
        byte[] golden = GoldenFile.Read("RatingJournal.v1.bin", []);
        File.WriteAllBytes(JournalPath, golden);
        IReadOnlyList<Rating> ratings = RecommenderFiles.ReadJournal(JournalPath);

        Assert.Equal(golden, File.ReadAllBytes(JournalPath));
        Assert.Equal([JournalPath], Directory.GetFiles(_folder.Path));
        Assert.NotEmpty(ratings);
        Assert.Equal(Replayed(JournalPath), Learned(ratings));
    }

    [Fact]
    public void Forgotten_ratings_are_left_out_and_the_last_one_counts()
    {
        using (var journal = RatingJournal.Open(JournalPath, 7, new RatingScale(0, 100, 25)))
        {
            journal.AppendLearn(new Rating(3, 6, 75, 10));
            journal.AppendLearn(new Rating(1, 2, 100));
            journal.AppendLearn(new Rating(3, 6, 25, 11));
            journal.AppendLearn(new Rating(1, 3, 50));
            journal.AppendForget(1, 2);
            journal.AppendForget(9, 2);
            journal.AppendSettings(3, [1]);
            journal.AppendLearn(new Rating(2, 0, 0));
            journal.AppendForgetUser(2);
            journal.AppendLearn(new Rating(2, 1, 50));
        }

        Assert.Equal([new Rating(3, 6, 25, 11), new Rating(1, 3, 50), new Rating(2, 1, 50)], RecommenderFiles.ReadJournal(JournalPath));
    }

    [Fact]
    public void A_journal_that_is_cut_or_damaged_at_any_byte_is_read_as_it_is_replayed_or_refused()
    {
        byte[] golden = GoldenFile.Read("RatingJournal.v1.bin", []);
        string copy = Path.Combine(_folder.Path, "copy.log");
        int readable = 0;
        for (int at = 0; at < golden.Length; at++)
        {
            byte[] flipped = [.. golden];
            flipped[at] ^= 4;
            foreach (byte[] bytes in (byte[][])[golden[..at], flipped])
            {
                File.WriteAllBytes(JournalPath, bytes);
                File.WriteAllBytes(copy, bytes);
                try
                {
                    byte[] learned = Learned(RecommenderFiles.ReadJournal(JournalPath));
                    Assert.Equal(Replayed(copy), learned);
                    readable++;
                }
                catch (InvalidDataException refused)
                {
                    Assert.Contains(JournalPath, refused.Message, StringComparison.Ordinal);
                    _ = Assert.Throws<InvalidDataException>(() => Replayed(copy));
                }

                Assert.Equal(bytes, File.ReadAllBytes(JournalPath));
            }
        }

        Assert.InRange(readable, golden.Length / 2, (2 * golden.Length) - 100);
    }

    [Fact]
    public void An_open_journal_and_what_is_none_are_refused()
    {
        using (var journal = RatingJournal.Open(JournalPath, 7, RatingScale.Stars))
        {
            _ = Assert.Throws<IOException>(() => RecommenderFiles.ReadJournal(JournalPath));
        }

        Assert.Empty(RecommenderFiles.ReadJournal(JournalPath));
        _ = _folder.With("text", "This is a text, and no journal.");
        _ = Assert.Throws<InvalidDataException>(() => RecommenderFiles.ReadJournal(Path.Combine(_folder.Path, "text")));
        _ = Assert.Throws<FileNotFoundException>(() => RecommenderFiles.ReadJournal(Path.Combine(_folder.Path, "none")));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "none.lock")));
        _ = Assert.Throws<ArgumentException>(() => RecommenderFiles.ReadJournal(""));
    }

    private static byte[] Learned(IReadOnlyList<Rating> ratings)
    {
        BiasRecommender recommender = JournalOperations.NewRecommender();
        foreach (Rating rating in ratings)
        {
            recommender.Learn(rating);
        }

        return SnapshotCase.Save(recommender);
    }

    private static byte[] Replayed(string path)
    {
        using var journal = RatingJournal.Open(path, JournalOperations.Items, RatingScale.HalfStars);
        BiasRecommender recommender = JournalOperations.NewRecommender();
        journal.Replay(recommender);
        return SnapshotCase.Save(recommender);
    }
}
