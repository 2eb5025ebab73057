#include "distributed/placement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace chestlens {
namespace {

using testing::HasSubstr;

Placement placed(const Environment& environment) {
  return placement_from(environment).value().value();
}

std::string refused(const Environment& environment) {
  const auto placement = placement_from(environment);
  if (placement) return "";
  EXPECT_EQ(placement.error().code, ErrorCode::invalid_argument);
  return to_string(placement.error());
}

TEST(Placement, IsNothingForOneProcess) {
  EXPECT_FALSE(placement_from({}).value());
  EXPECT_FALSE(placement_from({{"PATH", "/bin"}}).value());
  EXPECT_FALSE(placement_from({{"RANK", "0"}, {"WORLD_SIZE", "1"}}).value());
  EXPECT_FALSE(placement_from({{"RANK", "3"}}).value()) << "somebody else's variable";
  EXPECT_FALSE(placement_from({{"SLURM_PROCID", "0"}}).value()) << "a job of one task";
}

TEST(Placement, ByTorchrun) {
  const Placement placement = placed({{"RANK", "5"},
                                      {"WORLD_SIZE", "8"},
                                      {"LOCAL_RANK", "1"},
                                      {"LOCAL_WORLD_SIZE", "4"},
                                      {"MASTER_ADDR", "node7"},
                                      {"MASTER_PORT", "1234"}});
  EXPECT_EQ(placement.rank, 5);
  EXPECT_EQ(placement.ranks, 8);
  EXPECT_EQ(placement.local_rank, 1);
  EXPECT_EQ(placement.local_ranks, 4);
  EXPECT_EQ(placement.host, "node7");
  EXPECT_EQ(placement.port, 1234);
  EXPECT_EQ(to_string(placement), "rank 5 of 8");
}

TEST(Placement, LeavesTorchrunItsPort) {
  Environment environment{{"RANK", "0"},
                          {"WORLD_SIZE", "2"},
                          {"MASTER_ADDR", "a"},
                          {"MASTER_PORT", "1234"},
                          {"TORCHELASTIC_USE_AGENT_STORE", "False"}};
  EXPECT_EQ(placed(environment).port, 1234);
  environment["TORCHELASTIC_USE_AGENT_STORE"] = "True";
  EXPECT_EQ(placed(environment).port, 1235);
  environment["MASTER_PORT"] = "65535";
  EXPECT_EQ(placed(environment).port, 65534);
}

TEST(Placement, AStepOfFewerTasksThanItsJob) {
  const Placement placement = placed({{"SLURM_PROCID", "1"},
                                      {"SLURM_NTASKS", "4"},
                                      {"SLURM_STEP_NUM_TASKS", "2"},
                                      {"SLURM_STEP_ID", "0"},
                                      {"SLURM_LOCALID", "1"},
                                      {"SLURM_NTASKS_PER_NODE", "4"}});
  EXPECT_EQ(placement.local_ranks, 2);
  EXPECT_EQ(placement.host, "127.0.0.1");
}

TEST(Placement, EachProcessHasAGpuOfItsOwn) {
  Environment environment{{"SLURM_PROCID", "5"},          {"SLURM_STEP_ID", "0"},
                          {"SLURM_NTASKS", "8"},          {"SLURM_LOCALID", "1"},
                          {"SLURM_NTASKS_PER_NODE", "4"}, {"MASTER_ADDR", "a"}};
  EXPECT_EQ(gpu_of(placed(environment), 4).value(), 1);
  const auto too_few = gpu_of(placed(environment), 1);
  ASSERT_FALSE(too_few);
  EXPECT_EQ(too_few.error().code, ErrorCode::not_found);
  EXPECT_THAT(too_few.error().message, HasSubstr("shows it 1"));
  environment["SLURM_GPUS_PER_TASK"] = "1";
  EXPECT_EQ(gpu_of(placed(environment), 1).value(), 0) << "srun shows each process its own";
  EXPECT_FALSE(gpu_of(placed(environment), 0));
}

TEST(Placement, ByMpirunOnOneMachine) {
  const Placement placement = placed({{"OMPI_COMM_WORLD_RANK", "1"},
                                      {"OMPI_COMM_WORLD_SIZE", "2"},
                                      {"OMPI_COMM_WORLD_LOCAL_RANK", "1"},
                                      {"OMPI_COMM_WORLD_LOCAL_SIZE", "2"}});
  EXPECT_EQ(placement.rank, 1);
  EXPECT_EQ(placement.ranks, 2);
  EXPECT_EQ(placement.local_rank, 1);
  EXPECT_EQ(placement.host, "127.0.0.1");
  EXPECT_EQ(placement.port, 29500);
}

TEST(Placement, ByMpichsMpirun) {
  Environment environment{
      {"PMI_RANK", "3"},        {"PMI_SIZE", "4"},      {"MPI_LOCALRANKID", "1"},
      {"MPI_LOCALNRANKS", "2"}, {"MASTER_ADDR", "a"},   {"SLURM_PROCID", "1"},
      {"SLURM_NTASKS", "2"},    {"SLURM_LOCALID", "0"}, {"SLURM_STEP_ID", "0"}};
  EXPECT_EQ(placed(environment).rank, 3);
  EXPECT_EQ(placed(environment).ranks, 4);
  EXPECT_EQ(placed(environment).local_rank, 1);
  environment.erase("MPI_LOCALRANKID");
  EXPECT_EQ(placed(environment).ranks, 2) << "srun's own PMI, whose local rank is SLURM's";
}

TEST(Placement, ByMpirunOnSeveralMachinesWantsAHost) {
  Environment environment{{"OMPI_COMM_WORLD_RANK", "2"},
                          {"OMPI_COMM_WORLD_SIZE", "4"},
                          {"OMPI_COMM_WORLD_LOCAL_RANK", "0"},
                          {"OMPI_COMM_WORLD_LOCAL_SIZE", "2"}};
  EXPECT_THAT(refused(environment), HasSubstr("mpirun -x MASTER_ADDR=node1"));
  environment["MASTER_ADDR"] = "node1";
  EXPECT_EQ(placed(environment).host, "node1");
}

TEST(Placement, BySlurm) {
  Environment environment{{"SLURM_PROCID", "3"},
                          {"SLURM_STEP_ID", "1"},
                          {"SLURM_NTASKS", "4"},
                          {"SLURM_LOCALID", "1"},
                          {"SLURM_NODELIST", "gpu[03-05,9]"},
                          {"GLOO_SOCKET_IFNAME", "ib0"}};
  EXPECT_EQ(placed(environment).rank, 3);
  EXPECT_EQ(placed(environment).local_rank, 1);
  EXPECT_EQ(placed(environment).host, "gpu03");
  EXPECT_EQ(placed(environment).interface, "ib0");
  environment["SLURM_STEP_NODELIST"] = "gpu05";
  EXPECT_EQ(placed(environment).host, "gpu05") << "the step's first node, not the job's";
  environment["MASTER_ADDR"] = "chosen";
  EXPECT_EQ(placed(environment).host, "chosen");
}

// As sbatch --ntasks=4 starts a script, and salloc an interactive step.
TEST(Placement, AJobOfSeveralTasksWantsSrun) {
  Environment environment{{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "4"}, {"SLURM_LOCALID", "0"}};
  EXPECT_THAT(refused(environment), HasSubstr("srun did not start this process"));
  EXPECT_THAT(refused(environment), HasSubstr("SLURM_NTASKS=1 chestlens train"));
  environment["SLURM_STEP_ID"] = "4294967290";
  environment["SLURM_STEP_NUM_TASKS"] = "1";
  EXPECT_FALSE(placement_from(environment).value());
  environment = {{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "1"}};
  EXPECT_FALSE(placement_from(environment).value());
}

TEST(Placement, TheInnermostLauncherCounts) {
  const Environment slurm{{"SLURM_PROCID", "0"}, {"SLURM_NTASKS", "2"}, {"SLURM_NODELIST", "a,b"}};
  Environment both = slurm;
  both.insert({{"RANK", "7"}, {"WORLD_SIZE", "16"}, {"MASTER_ADDR", "a"}});
  EXPECT_EQ(placed(both).ranks, 16);
}

TEST(Placement, NamesTheVariableThatIsWrong) {
  EXPECT_THAT(refused({{"RANK", "2"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "a"}}),
              HasSubstr("variable RANK"));
  EXPECT_THAT(refused({{"RANK", "0"}, {"WORLD_SIZE", "two"}}), HasSubstr("\"two\""));
  EXPECT_THAT(refused({{"RANK", "0"}, {"WORLD_SIZE", "0"}}), HasSubstr("WORLD_SIZE"));
  EXPECT_THAT(refused({{"RANK", "0"}, {"WORLD_SIZE", "2"}, {"LOCAL_RANK", "-1"}}),
              HasSubstr("LOCAL_RANK"));
  EXPECT_THAT(
      refused({{"RANK", "0"}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "a"}, {"MASTER_PORT", "70000"}}),
      HasSubstr("MASTER_PORT"));
  EXPECT_THAT(refused({{"RANK", "0"}, {"WORLD_SIZE", "2"}}), HasSubstr("MASTER_ADDR"));
}

TEST(FirstHost, ReadsSlurmsNotation) {
  EXPECT_EQ(first_host("node1"), "node1");
  EXPECT_EQ(first_host("node1,node2"), "node1");
  EXPECT_EQ(first_host("node[07-09,12],login"), "node07");
  EXPECT_EQ(first_host("node[12,07]"), "node12");
  EXPECT_EQ(first_host("r[1-2]n[04-05].cluster"), "r1n04.cluster");
  EXPECT_EQ(first_host("broken[3"), "broken3");
  EXPECT_EQ(first_host(""), "");
}

TEST(ProcessEnvironment, HoldsTheProcessVariables) {
  ::setenv("CHESTLENS_TEST_VARIABLE", "a=b", 1);
  EXPECT_EQ(process_environment().at("CHESTLENS_TEST_VARIABLE"), "a=b");
}

}  // namespace
}  // namespace chestlens
