using JournalWriter;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Tests.Recommenders.Weightless;
using WeightlessNet.Tests.Storage;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class RatingJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string JournalPath => Path.Combine(_folder.Path, "ratings.log");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(nameof(JournalDurability.OperatingSystem))]
    [InlineData(nameof(JournalDurability.Disk))]
    public void A_replay_gives_the_state_of_the_journaled_recommender(string name)
    {
        JournalDurability durability = Enum.Parse<JournalDurability>(name);
        BiasRecommender learned = JournalOperations.NewRecommender();
        using (RatingJournal journal = Open(durability))
        {
            for (int i = 0; i < 500; i++)
            {
                JournalOperations.Do(i, journal, learned);
            }

            journal.Flush();
            Assert.Equal(new FileInfo(JournalPath).Length, journal.Length);
        }

        Assert.Equal(SnapshotCase.Save(learned), Replayed());
    }

    [Fact]
    public void A_relative_path_refers_to_the_current_directory_at_opening()
    {
        File.WriteAllText(JournalPath, "no journal");
        string relative = Path.GetRelativePath(Environment.CurrentDirectory, JournalPath);
        Assert.False(Path.IsPathRooted(relative));

        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => RatingJournal.Open(relative, 3, RatingScale.Stars));

        Assert.Contains($"'{Path.GetFullPath(JournalPath)}'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compacting_keeps_the_state_and_drops_forgotten_ratings()
    {
        BiasRecommender learned = JournalOperations.NewRecommender();
        using (RatingJournal journal = Open())
        {
            for (int i = 0; i < 500; i++)
            {
                JournalOperations.Do(i, journal, learned);
            }

            long before = journal.Length;
            journal.Compact();
            Assert.InRange(journal.Length, 1, before - 1);
            Assert.Equal(new FileInfo(JournalPath).Length, journal.Length);
            JournalOperations.Do(500, journal, learned);
        }

        Assert.Equal(SnapshotCase.Save(learned), Replayed());
        byte[] compacted = File.ReadAllBytes(JournalPath);
        using (RatingJournal journal = Open())
        {
            journal.Compact();
            journal.Compact();
        }

        Assert.True(File.ReadAllBytes(JournalPath).Length <= compacted.Length);
        Assert.Equal(["ratings.log", "ratings.log.lock"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Compacting_keeps_the_state_of_a_recommender_with_a_limit(int limit)
    {
        WeightlessOptions options = new() { MaximumRatingsPerUser = limit };
        ItemCatalog catalog = WeightlessRecommenderWorld.CatalogOf(
            [.. Enumerable.Range(0, JournalOperations.Items).Select(i => (new[] { $"genre {i % 3}" }, (double?)(1950 + i)))]);
        WeightlessRecommender live = new(catalog, RatingScale.HalfStars, options);
        WeightlessRecommender replayed = new(catalog, RatingScale.HalfStars, options);
        using RatingJournal journal = Open();
        for (int i = 0; i < 500; i++)
        {
            JournalOperations.Do(i, journal, live);
        }

        // Item 1 is dropped for item 0, and does not come back when item 0 is forgotten.
        for (int item = limit; item >= 0; item--)
        {
            Rating rating = new(41, item, 4);
            journal.AppendLearn(rating);
            live.Learn(rating);
        }

        journal.AppendForget(41, 0);
        live.Forget(41, 0);
        journal.Compact(limit);
        journal.Replay(replayed);
        Assert.Equal(SnapshotCase.Save(live), SnapshotCase.Save(replayed));
        Assert.Throws<ArgumentOutOfRangeException>(() => journal.Compact(0));
    }

    [Fact]
    public void Many_ratings_are_appended_at_once_or_none_if_one_is_not_valid()
    {
        Rating[] ratings = [.. Enumerable.Range(0, 3000).Select(i => new Rating(i % 40, i % 60, 2, i))];
        BiasRecommender learned = JournalOperations.NewRecommender();
        using RatingJournal journal = Open();
        journal.AppendLearn(ratings);
        foreach (Rating rating in ratings)
        {
            learned.Learn(rating);
        }

        long length = journal.Length;
        ratings[^1] = ratings[^1] with { Value = 9 };
        Assert.Throws<ArgumentOutOfRangeException>(() => journal.AppendLearn(ratings));
        Assert.Throws<ArgumentOutOfRangeException>(() => journal.AppendLearn(new Rating(1 << 26, 0, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => journal.AppendForget(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => journal.AppendForget(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => journal.AppendForgetUser(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => journal.AppendSettings(-1, [1]));
        Assert.Throws<ArgumentException>(() => journal.AppendSettings(1, new byte[RatingJournal.MaximumSettings + 1]));
        Assert.Equal(length, journal.Length);
        BiasRecommender replayed = JournalOperations.NewRecommender();
        journal.Replay(replayed);
        Assert.Equal(SnapshotCase.Save(learned), SnapshotCase.Save(replayed));
    }

    [Fact]
    public void The_last_settings_of_a_user_count_until_the_user_is_forgotten()
    {
        byte[] longest = Enumerable.Range(0, RatingJournal.MaximumSettings).Select(i => (byte)i).ToArray();
        using RatingJournal journal = Open();
        journal.AppendSettings(7, [1, 2]);
        journal.AppendSettings(3, [9]);
        journal.AppendSettings(5, [9]);
        journal.AppendSettings(7, longest);
        journal.AppendSettings(5, []);
        journal.AppendForgetUser(3);
        for (int round = 0; round < 2; round++)
        {
            List<(int User, byte[] Settings)> seen = [];
            journal.Replay(JournalOperations.NewRecommender(), (user, settings) => seen.Add((user, settings.ToArray())));
            (int only, byte[] settings) = Assert.Single(seen);
            Assert.Equal(7, only);
            Assert.Equal(longest, settings);
            journal.Compact();
        }
    }

    [Fact]
    public void A_torn_tail_is_cut_off_at_every_byte_and_appending_continues()
    {
        List<long> ends = [];
        using (RatingJournal journal = Open())
        {
            ends.Add(journal.Length);
            for (int i = 0; i < 5; i++)
            {
                journal.AppendLearn(new Rating(i, i, 3, i));
                ends.Add(journal.Length);
            }
        }

        byte[] whole = File.ReadAllBytes(JournalPath);
        for (int length = (int)ends[0]; length <= whole.Length; length++)
        {
            File.WriteAllBytes(JournalPath, whole[..length]);
            long expected = ends.Last(end => end <= length);
            using (RatingJournal journal = Open())
            {
                Assert.Equal(expected, journal.Length);
                Assert.Equal(length - expected, journal.DiscardedBytes);
                journal.AppendLearn(new Rating(9, 9, 3));
            }

            using RatingJournal again = Open();
            Assert.Equal(0, again.DiscardedBytes);
            Assert.Equal(expected + (ends[1] - ends[0]), again.Length);
        }

        // A tail that the file system filled with zeros or old data is torn too.
        File.WriteAllBytes(JournalPath, [.. whole, .. new byte[5000]]);
        using (RatingJournal journal = Open())
        {
            Assert.Equal(5000, journal.DiscardedBytes);
        }

        for (int length = 0; length < ends[0]; length++)
        {
            File.WriteAllBytes(JournalPath, whole[..length]);
            Assert.Throws<InvalidDataException>(() => Open());
        }
    }

    [Fact]
    public void A_tail_longer_than_a_record_is_not_a_torn_tail()
    {
        long start;
        using (RatingJournal journal = Open())
        {
            start = journal.Length;
            journal.AppendLearn([.. Enumerable.Range(0, 4000).Select(i => new Rating(i, i % JournalOperations.Items, 3, i))]);
        }

        byte[] whole = File.ReadAllBytes(JournalPath);
        byte[] zeros = new byte[300_000];
        File.WriteAllBytes(JournalPath, [.. whole, .. zeros]);
        using (RatingJournal journal = Open())
        {
            Assert.Equal(zeros.Length, journal.DiscardedBytes);
        }

        // A checksum includes the record's offset, so no record after a missing byte is whole.
        byte[] shifted = [.. whole[..(int)(start + 20)], .. whole[(int)(start + 21)..]];
        foreach (byte[] damaged in new byte[][] { shifted, [.. whole, .. zeros, 1] })
        {
            File.WriteAllBytes(JournalPath, damaged);
            Assert.Contains("at byte ", Assert.Throws<InvalidDataException>(() => Open()).Message, StringComparison.Ordinal);
            Assert.Equal(damaged, File.ReadAllBytes(JournalPath));
        }
    }

    [Fact]
    public void Every_bit_flip_before_the_last_record_is_reported_with_its_offset()
    {
        long last;
        using (RatingJournal journal = Open())
        {
            journal.AppendLearn(new Rating(1, 2, 3, 4));
            journal.AppendForget(1, 2);
            journal.AppendSettings(4, [5, 6]);
            last = journal.Length;
            journal.AppendForgetUser(3);
        }

        byte[] whole = File.ReadAllBytes(JournalPath);
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit >> 3] ^= (byte)(1 << (bit & 7));
            File.WriteAllBytes(JournalPath, damaged);
            if (bit / 8 < last)
            {
                InvalidDataException refused = Assert.Throws<InvalidDataException>(() => Open());
                Assert.Contains("at byte ", refused.Message, StringComparison.Ordinal);
                Assert.Equal(damaged, File.ReadAllBytes(JournalPath));
            }
            else
            {
                using RatingJournal journal = Open();
                Assert.Equal(last, journal.Length);
            }
        }
    }

    [Fact]
    public void Moved_or_duplicated_records_are_refused()
    {
        long start, end;
        using (RatingJournal journal = Open())
        {
            start = journal.Length;
            journal.AppendLearn(new Rating(1, 2, 3, 4));
            end = journal.Length;
            journal.AppendLearn(new Rating(2, 2, 3, 4));
        }

        byte[] whole = File.ReadAllBytes(JournalPath);
        byte[] swapped = [.. whole[..(int)start], .. whole[(int)end..], .. whole[(int)start..(int)end]];
        File.WriteAllBytes(JournalPath, swapped);
        using RatingJournal emptied = Open();
        Assert.Equal(start, emptied.Length);
        Assert.Equal(swapped.Length - start, emptied.DiscardedBytes);
    }

    [Fact]
    public void A_journal_has_one_owner_at_a_time()
    {
        RatingJournal first = Open();
        Assert.Throws<IOException>(() => Open());
        first.Compact();
        Assert.Throws<IOException>(() => Open());
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => first.AppendForgetUser(1));
        Assert.Throws<ObjectDisposedException>(() => first.Replay(JournalOperations.NewRecommender()));
        Assert.Throws<ObjectDisposedException>(first.Compact);
        Assert.Throws<ObjectDisposedException>(first.Flush);
        using RatingJournal second = Open();
        second.AppendForgetUser(1);
    }

    [Fact]
    public void A_journal_with_other_items_or_another_scale_is_refused()
    {
        Open().Dispose();
        Assert.Throws<InvalidDataException>(() => RatingJournal.Open(JournalPath, JournalOperations.Items + 1, RatingScale.HalfStars));
        Assert.Throws<InvalidDataException>(() => RatingJournal.Open(JournalPath, JournalOperations.Items, RatingScale.Stars));
        Assert.Throws<ArgumentOutOfRangeException>(() => RatingJournal.Open(JournalPath, 0, RatingScale.Stars));
        Assert.Throws<ArgumentOutOfRangeException>(() => RatingJournal.Open(JournalPath, 1, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => RatingJournal.Open(JournalPath, 1, RatingScale.Stars, (JournalDurability)2));
        Assert.Throws<ArgumentException>(() => RatingJournal.Open("", 1, RatingScale.Stars));
        using RatingJournal journal = Open();
        Assert.Throws<ArgumentException>(() => journal.Replay(new BiasRecommender(3, RatingScale.HalfStars)));
        Assert.Throws<ArgumentNullException>(() => journal.Replay(null!));
    }

    [Fact]
    public void Threads_take_turns()
    {
        using (RatingJournal journal = Open())
        {
            Parallel.For(0, 400, i =>
            {
                journal.AppendLearn(new Rating(i % 40, i / 40, 2.5f));
                if (i % 100 == 0)
                {
                    journal.Compact();
                }
            });
        }

        using RatingJournal opened = Open();
        UserMeanRecommender replayed = new(JournalOperations.Items, RatingScale.HalfStars);
        opened.Replay(replayed);
        Assert.Equal(400, Enumerable.Range(0, 40).Sum(replayed.ForgetUser));
    }

    [Fact]
    public void A_journal_of_version_1_is_read_and_written_to_the_byte()
    {
        using (RatingJournal journal = Open())
        {
            for (int i = 0; i < 40; i++)
            {
                JournalOperations.Do(i, journal, JournalOperations.NewRecommender());
            }

            journal.AppendSettings(4, [5, 6]);
        }

        byte[] written = File.ReadAllBytes(JournalPath);
        Assert.Equal(GoldenFile.Read("RatingJournal.v1.bin", written), written);
    }

    private RatingJournal Open(JournalDurability durability = JournalDurability.OperatingSystem) =>
        RatingJournal.Open(JournalPath, JournalOperations.Items, RatingScale.HalfStars, durability);

    private byte[] Replayed()
    {
        using RatingJournal journal = Open();
        BiasRecommender recommender = JournalOperations.NewRecommender();
        journal.Replay(recommender);
        return SnapshotCase.Save(recommender);
    }
}
