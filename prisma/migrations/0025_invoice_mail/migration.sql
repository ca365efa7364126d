-- AlterTable
ALTER TABLE "legal_entity" ADD COLUMN     "email" TEXT;

-- AlterTable
ALTER TABLE "tax_identity" ADD COLUMN     "email" TEXT;
